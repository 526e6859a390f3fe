"""Who acts here: the gate reads these tables itself, so their policies call nothing that reads them back."""

from django.utils.translation import gettext_noop as _

from huisvrede.core.declaration import KEY, Ground
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.people.models import Bond, Grant, Hat, Person
from huisvrede.foundation.register.declarations import declare

MINE = "hat_id = (SELECT walls.hat())"
SYSTEM = "(SELECT walls.system())"
NOT_MINE = "hat_id <> ALL ((SELECT walls.own_hats())::uuid[])"
BEGINS = "((SELECT walls.reached('create')) <> '{}' OR (SELECT walls.reached('import')) <> '{}')"
"""Who may begin a file or a case of somebody, in some activity, makes the handle that goes with it; nobody else."""
MANAGES = "(SELECT walls.may('accounts', 'edit', 'organisation'))"

declare(
    Person,
    Ground(
        why="A random key and the day a restriction began; it says nothing, so it needs a ticket and no more.",
        subject="id",
        fields={"id": KEY, "restricted_since": KEY},
        policies={
            ("staff", "select"): "(SELECT walls.hat()) IS NOT NULL",
            ("staff", "insert"): f"{BEGINS} AND restricted_since IS NULL",
            ("subject", "select"): "id = (SELECT walls.person())",
            ("system", "all"): SYSTEM,
        },
    ),
)
declare(
    Hat,
    Ground(
        never=(
            (
                "(OLD.account, OLD.kind, OLD.person_id, OLD.organisation)"
                " IS DISTINCT FROM (NEW.account, NEW.kind, NEW.person_id, NEW.organisation)"
            ),
            # A hat that ended long ago takes its account with it that night: it ends today at the earliest.
            "current_user = 'hv_staff' AND NEW.ends_on IS DISTINCT FROM OLD.ends_on AND NEW.ends_on < walls.day()",
        ),
        why="In which capacity an account acts; kept with the account (activity accounts).",
        activity="accounts",
        clock="ended",
        subject="person",
        fields={
            "id": KEY,
            "account": Category.ACCOUNT,
            "kind": KEY,
            "name": Category.IDENTITY,
            "organisation": Category.ACCOUNT,
            "person": KEY,
            "starts_on": Category.ACCOUNT,
            "ends_on": Category.ACCOUNT,
        },
        policies={
            ("staff", "select"): f"kind = 'staff' OR account = (SELECT walls.actor()) OR {MANAGES}",
            ("staff", "insert"): f"kind = 'staff' AND account <> (SELECT walls.actor()) AND {MANAGES}",
            ("staff", "update"): f"kind = 'staff' AND account <> (SELECT walls.actor()) AND {MANAGES}",
            ("subject", "select"): "account = (SELECT walls.actor())",
            ("visitor", "select"): "account = (SELECT walls.actor())",
            ("system", "all"): SYSTEM,
        },
    ),
)
declare(
    Grant,
    Ground(
        never=(
            (
                "(OLD.hat_id, OLD.role, OLD.starts_on, OLD.granted_by, OLD.reason)"
                " IS DISTINCT FROM (NEW.hat_id, NEW.role, NEW.starts_on, NEW.granted_by, NEW.reason)"
            ),
        ),
        why="Which role a hat has, from when until when, given by whom; kept with the account (activity accounts).",
        called=_("role that was given"),
        activity="accounts",
        clock="ended",
        fields={
            "id": KEY,
            "hat": KEY,
            "role": Category.ACCOUNT,
            "starts_on": Category.ACCOUNT,
            "ends_on": Category.ACCOUNT,
            "granted_by": KEY,
            "reason": Category.ACCOUNT,
        },
        policies={
            ("staff", "select"): "(SELECT walls.hat()) IS NOT NULL",
            (
                "staff",
                "insert",
            ): f"{MANAGES} AND {NOT_MINE} AND granted_by = (SELECT walls.hat())",
            ("staff", "update"): f"{MANAGES} AND {NOT_MINE}",
            ("system", "all"): SYSTEM,
        },
    ),
)
declare(
    Bond,
    Ground(
        called=_("confidentiality undertaking"),
        why="The confidentiality undertaking of whoever sees personal data; kept with the account (activity accounts).",
        activity="accounts",
        clock="ended",
        fields={"id": KEY, "hat": KEY, "text_version": KEY, "signed_on": Category.ACCOUNT},
        policies={
            ("staff", "select"): "(SELECT walls.hat()) IS NOT NULL",
            ("staff", "insert"): f"{MINE} AND signed_on = (SELECT walls.day())",
            ("system", "all"): SYSTEM,
        },
    ),
)

IDENTIFIED = {
    "id": KEY,
    "person": KEY,
    "given_name": Category.IDENTITY,
    "name_prefix": Category.IDENTITY,
    "family_name": Category.IDENTITY,
    "search_name": Category.IDENTITY,
    "birth_date": Category.BIRTH,
    "email": Category.CONTACT,
    "phone": Category.CONTACT,
    "street": Category.CONTACT,
    "house_number": Category.CONTACT,
    "postcode": Category.CONTACT,
    "city": Category.CONTACT,
}
"""The fields of `Identified`, classified once for every module's root row."""
