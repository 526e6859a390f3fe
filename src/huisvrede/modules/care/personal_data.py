"""What we hold of residents (activity `care-files`)."""

from huisvrede.core.declaration import KEY, PersonalData, Relation
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.documents.personal_data import documents, taken_out
from huisvrede.foundation.gates.personal_data import disclosures
from huisvrede.foundation.people.personal_data import IDENTIFIED, IDENTIFIED_BY
from huisvrede.foundation.register.declarations import declare
from huisvrede.modules.care.models import Disclosure, Document, Identifier, OutOfFile, Resident, Support

ACTIVITY = "care-files"
PAST = "({0} IS NULL OR {0} <= (SELECT walls.day()))"
"""A day that has been, so that no clock runs for ever."""

HANDS_OUT = f"(SELECT walls.may('{ACTIVITY}', 'edit', 'organisation'))"
"""Who supports a resident is not for who supports them to say."""

declare(
    Resident,
    PersonalData(
        activity=ACTIVITY,
        subject="person",
        clocks={"last-contact": "last_contact_on", "ended": "ended_on"},
        known_by={"number": "number", **IDENTIFIED_BY},
        assigned=(
            Relation(
                model="care.Support", anchor="resident", worker="worker", since="starts_on", until="ends_on"
            ),
        ),
        own=frozenset({"view"}),
        never=(
            "(OLD.person_id, OLD.number, OLD.started_on) IS DISTINCT FROM (NEW.person_id, NEW.number, NEW.started_on)",
            "OLD.ended_on IS NOT NULL AND NEW.ended_on IS DISTINCT FROM OLD.ended_on",
            "NEW.last_contact_on < OLD.last_contact_on",
        ),
        after={"update": f"{PAST.format('ended_on')} AND {PAST.format('last_contact_on')}"},
        system=frozenset({"create", "edit"}),
        fields={
            **IDENTIFIED,
            "number": Category.IDENTITY,
            "started_on": Category.HOUSING,
            "last_contact_on": Category.CORRESPONDENCE,
            "ended_on": Category.HOUSING,
            "version": KEY,
        },
    ),
)
declare(
    Support,
    PersonalData(
        activity=ACTIVITY,
        anchor="resident",
        own=frozenset(),
        system=frozenset({"create", "edit"}),
        checks={"insert": HANDS_OUT, "update": HANDS_OUT},
        never=(
            (
                "(OLD.resident_id, OLD.worker_id, OLD.starts_on)"
                " IS DISTINCT FROM (NEW.resident_id, NEW.worker_id, NEW.starts_on)"
            ),
        ),
        fields={
            "id": KEY,
            "resident": KEY,
            "worker": Category.EMPLOYMENT,
            "starts_on": Category.EMPLOYMENT,
            "ends_on": Category.EMPLOYMENT,
        },
    ),
)
declare(
    Identifier,
    PersonalData(
        activity=ACTIVITY,
        anchor="resident",
        own=frozenset(),
        alone=True,
        told_since="recorded_on",
        rights={
            "select": ("view-number",),
            "insert": ("record-number",),
            "update": ("record-number",),
            "delete": ("remove-number",),
        },
        after={"update": "recorded_on = (SELECT walls.day())"},
        checks={"insert": "recorded_on = (SELECT walls.day())"},
        never=("(OLD.resident_id, OLD.kind) IS DISTINCT FROM (NEW.resident_id, NEW.kind)",),
        always=("kind IN ('bsn', 'document')",),
        fields={
            "id": KEY,
            "resident": KEY,
            "kind": Category.IDENTITY,
            "value": Category.IDENTIFICATION_NUMBER,
            "recorded_on": Category.IDENTITY,
        },
    ),
)
declare(Disclosure, disclosures(activity=ACTIVITY, anchor="resident"))
declare(Document, documents(activity=ACTIVITY, anchor="resident", holds=Category.HEALTH))
declare(OutOfFile, taken_out(activity=ACTIVITY, anchor="resident", documents="care.Document"))
