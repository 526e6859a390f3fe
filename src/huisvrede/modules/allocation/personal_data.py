"""What we hold of home seekers (activity `home-seekers`)."""

from typing import Final

from huisvrede.core.declaration import KEY, PersonalData, Relation
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.documents.personal_data import documents, taken_out
from huisvrede.foundation.gates.personal_data import disclosures
from huisvrede.foundation.people.personal_data import IDENTIFIED, IDENTIFIED_BY
from huisvrede.foundation.register.declarations import declare
from huisvrede.modules.allocation.models import (
    Assignment,
    Disclosure,
    Document,
    HouseholdMember,
    OutOfFile,
    Paper,
    Registration,
)

ACTIVITY = "home-seekers"
BEGINS = (
    "registered_on = (SELECT walls.day()) AND ended_on IS NULL AND (source_system, source_number) = ('', '')"
)
"""A place in the queue is earned by waiting: only an import brings an earlier day, or another system's number."""
IMPORTS = f"(SELECT walls.may('{ACTIVITY}', 'import', 'organisation'))"
UNASKED = "person_id IS NULL"
"""Somebody of a household has no key of their own before they ask for something themselves."""
HANDS_OUT = f"(SELECT walls.may('{ACTIVITY}', 'edit', 'organisation'))"
"""Who handles a file is not for who handles it to say."""
PAPERS = {
    Paper.INCOME: Category.INCOME,
    Paper.SEPARATION: Category.HOUSEHOLD,
    Paper.TENANCY: Category.HOUSING,
}
"""What stands in each; one whose category the policy does not have is neither asked nor kept."""
MOST: Final = ("limits.documents-own.count", 20)
"""How many documents a file holds at most once the home seeker brought one: the term, and what holds without it."""

declare(
    Registration,
    PersonalData(
        activity=ACTIVITY,
        subject="person",
        clocks={"ended": "ended_on"},
        known_by={"number": "number", **IDENTIFIED_BY},
        assigned=(
            Relation(
                model="allocation.Assignment",
                anchor="registration",
                worker="worker",
                since="starts_on",
                until="ends_on",
            ),
        ),
        own=frozenset({"view", "create", "edit"}),
        system=frozenset({"create", "edit"}),
        checks={"insert": f"({BEGINS} OR {IMPORTS})"},
        after={"update": "(ended_on IS NULL OR ended_on <= (SELECT walls.day()))"},
        own_checks={
            "insert": f"{BEGINS} AND number ~ '^W-[0-9]{{4}}-[0-9]{{4}}-[0-9]{{2}}$'",
            "update": "ended_on IS NULL OR ended_on = (SELECT walls.day()) AND end_reason = 'deregistered'",
        },
        never=(
            (
                "(OLD.person_id, OLD.number, OLD.registered_on, OLD.source_system, OLD.source_number)"
                " IS DISTINCT FROM (NEW.person_id, NEW.number, NEW.registered_on, NEW.source_system, NEW.source_number)"
            ),
            "OLD.ended_on IS NOT NULL AND (NEW.ended_on, NEW.end_reason) IS DISTINCT FROM (OLD.ended_on, OLD.end_reason)",
        ),
        fields={
            **IDENTIFIED,
            "number": Category.IDENTITY,
            "source_system": Category.TECHNICAL,
            "source_number": Category.IDENTITY,
            "registered_on": Category.HOUSING,
            "ended_on": Category.HOUSING,
            "end_reason": Category.HOUSING,
            "household_size": Category.HOUSEHOLD,
            "rooms_wanted": Category.PREFERENCE,
            "version": KEY,
        },
    ),
)
declare(
    HouseholdMember,
    PersonalData(
        activity=ACTIVITY,
        anchor="registration",
        also=("person",),
        own=frozenset({"view", "create", "edit"}),
        system=frozenset({"create", "edit"}),
        checks={"insert": UNASKED},
        own_checks={"insert": UNASKED, "update": "removed_on IS NULL OR removed_on = (SELECT walls.day())"},
        never=(
            "OLD.registration_id IS DISTINCT FROM NEW.registration_id",
            "OLD.removed_on IS NOT NULL",
            # Who it is was looked into with a request: the owner's function alone says so, and once.
            (
                "OLD.person_id IS DISTINCT FROM NEW.person_id"
                " AND (OLD.person_id IS NOT NULL OR starts_with(current_user, 'hv_'))"
            ),
        ),
        fields={
            "id": KEY,
            "registration": KEY,
            "person": KEY,
            "given_name": Category.HOUSEHOLD,
            "family_name": Category.HOUSEHOLD,
            "search_name": Category.HOUSEHOLD,
            "birth_date": Category.HOUSEHOLD,
            "removed_on": Category.HOUSEHOLD,
        },
    ),
)
declare(
    Assignment,
    PersonalData(
        activity=ACTIVITY,
        anchor="registration",
        own=frozenset(),
        system=frozenset({"create", "edit"}),
        checks={"insert": HANDS_OUT, "update": HANDS_OUT},
        never=(
            (
                "(OLD.registration_id, OLD.worker_id, OLD.starts_on)"
                " IS DISTINCT FROM (NEW.registration_id, NEW.worker_id, NEW.starts_on)"
            ),
        ),
        fields={
            "id": KEY,
            "registration": KEY,
            "worker": Category.EMPLOYMENT,
            "starts_on": Category.EMPLOYMENT,
            "ends_on": Category.EMPLOYMENT,
        },
    ),
)
declare(Disclosure, disclosures(activity=ACTIVITY, anchor="registration"))
declare(
    Document,
    documents(
        activity=ACTIVITY,
        anchor="registration",
        holds=Category.INCOME,
        own_adds=MOST,
        clocks={"added": "added_on"},
        sorts={str(paper): category for paper, category in PAPERS.items()},
    ),
)
declare(OutOfFile, taken_out(activity=ACTIVITY, anchor="registration", documents="allocation.Document"))
