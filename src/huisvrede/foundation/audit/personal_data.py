"""The logs name employees (look) and data subjects by a random key (seen); both are kept as the policy's `logging` says."""

from django.utils.translation import gettext_noop as _

from huisvrede.core.declaration import KEY, Ground
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.audit.models import Delivery, Look, Seal, Seen, SignIn
from huisvrede.foundation.register.declarations import declare

VIEWS = "(SELECT walls.may('logging', 'view', 'organisation')) AND (SELECT (walls.ticket()).purpose)"
SUPERVISES = f"{VIEWS} = 'accountability'"
REVIEWS = f"{VIEWS} = 'sign-in'"
NOW = (
    "at = statement_timestamp() AND tx = pg_current_xact_id() AND purpose = (SELECT walls.purpose())"
    " AND action ~ '^[a-z-]+$' AND activity ~ '^[a-z-]*$'"
)
"""A line is written now, so that no seal is passed by, and holds words of ours alone."""
MYSELF = f"{NOW} AND day = (SELECT walls.day()) AND account = (SELECT walls.actor()) AND hat = (SELECT (walls.ticket()).hat)"
POLICY = "version = (SELECT walls.version_on(walls.day()))"
OWN_ROLE = "(role = 'staff' OR role = ANY ((SELECT walls.roles(walls.ticket()))::text[]))"
SYSTEM = "(SELECT walls.system())"

declare(
    Look,
    Ground(
        called=_("what somebody did with data"),
        why="Access log: who did what (activity logging). The employee who acted is declared here once for all.",
        activity="logging",
        clock="logged",
        fields={
            "id": KEY,
            "at": Category.TECHNICAL,
            "day": Category.TECHNICAL,
            "account": Category.ACCOUNT,
            "hat": Category.ACCOUNT,
            "activity": KEY,
            "purpose": KEY,
            "action": Category.TECHNICAL,
            "refused": Category.TECHNICAL,
            "subjects": KEY,
        },
        policies={
            ("staff", "insert"): MYSELF,
            ("subject", "insert"): MYSELF,
            ("visitor", "insert"): MYSELF,
            ("system", "insert"): MYSELF,
            ("staff", "select"): SUPERVISES,
            ("system", "select"): SYSTEM,
        },
    ),
)
declare(
    Seen,
    Ground(
        untold="(purpose = 'exceptional-access' AND NOT walls.told_of(subject, activity, at))",
        called=_("whose data were seen"),
        why="Processing log: whose data, for what, in which role (activity logging); shown to the data subject.",
        activity="logging",
        clock="logged",
        subject="subject",
        fields={
            "id": KEY,
            "look": KEY,
            "subject": KEY,
            "at": Category.TECHNICAL,
            "version": KEY,
            "activity": KEY,
            "purpose": KEY,
            "action": Category.TECHNICAL,
            "role": KEY,
        },
        policies={
            ("staff", "insert"): f"{NOW} AND {POLICY} AND {OWN_ROLE}",
            (
                "subject",
                "insert",
            ): f"{NOW} AND {POLICY} AND subject = (SELECT walls.person()) AND role = 'subject'",
            ("system", "insert"): SYSTEM,
            ("staff", "select"): SUPERVISES,
            ("subject", "select"): "subject = (SELECT walls.own('logging', 'view'))",
            ("system", "select"): SYSTEM,
        },
    ),
)
declare(
    Seal,
    Ground(
        why="Proof that the logs are whole: counts and digests, no personal data.",
        fields={"id": KEY, "number": KEY, "statement": KEY, "signature": KEY, "sealed_at": KEY, "parts": KEY},
        policies={
            ("staff", "select"): SUPERVISES,
            ("system", "select"): SYSTEM,
            ("system", "insert"): SYSTEM,
        },
    ),
)
declare(
    Delivery,
    Ground(
        why="How far the log was delivered to the organisation's own collector: positions, no personal data.",
        fields={"id": KEY, "log": KEY, "to_tx": KEY, "to_id": KEY},
        policies={("system", act): SYSTEM for act in ("select", "insert", "update")},
    ),
)
declare(
    SignIn,
    Ground(
        called=_("attempt to sign in"),
        why="Sign-in log (activity accounts, with a clock of its own): every attempt, for the administrator to review.",
        activity="accounts",
        clock="attempted",
        fields={
            "id": KEY,
            "at": Category.TECHNICAL,
            "login": Category.TECHNICAL,
            "account": Category.ACCOUNT,
            "address": Category.TECHNICAL,
            "outcome": Category.TECHNICAL,
        },
        policies={
            ("visitor", "insert"): "(SELECT walls.at_the_door())",
            ("staff", "select"): REVIEWS,
            ("system", "select"): SYSTEM,
            ("system", "delete"): SYSTEM,
        },
    ),
)
