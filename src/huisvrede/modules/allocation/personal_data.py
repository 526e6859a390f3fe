"""What we hold of home seekers (activity `home-seekers`)."""

from huisvrede.core.declaration import KEY, PersonalData, Relation
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.gates.personal_data import disclosures
from huisvrede.foundation.people.personal_data import IDENTIFIED
from huisvrede.foundation.register.declarations import declare
from huisvrede.modules.allocation.models import Assignment, Disclosure, HouseholdMember, Registration

ACTIVITY = "home-seekers"

declare(
    Registration,
    PersonalData(
        activity=ACTIVITY,
        subject="person",
        clocks={"ended": "ended_on"},
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
        own_checks={"insert": "registered_on = (SELECT walls.day()) AND ended_on IS NULL"},
        never=(
            (
                "(OLD.person_id, OLD.number, OLD.registered_on, OLD.source_system, OLD.source_number)"
                " IS DISTINCT FROM (NEW.person_id, NEW.number, NEW.registered_on, NEW.source_system, NEW.source_number)"
            ),
            "OLD.ended_on IS NOT NULL AND NEW.ended_on IS DISTINCT FROM OLD.ended_on",
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
        own=frozenset({"view", "create", "edit"}),
        system=frozenset({"create", "edit"}),
        fields={
            "id": KEY,
            "registration": KEY,
            "given_name": Category.HOUSEHOLD,
            "family_name": Category.HOUSEHOLD,
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
