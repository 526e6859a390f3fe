"""Who acts here: the gate reads these tables itself, so their policies call nothing that reads them back."""

from django.utils.translation import gettext_noop as _

from huisvrede.core.declaration import KEY, Ground
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.people.models import (
    BOND_VERSION,
    Bond,
    Grant,
    Hat,
    Opening,
    Person,
    Proposal,
    Reading,
    Recovery,
    Review,
)
from huisvrede.foundation.register.declarations import declare

MINE = "hat_id = (SELECT walls.hat())"
SYSTEM = "(SELECT walls.system())"
NOT_MINE = "hat_id <> ALL ((SELECT walls.own_hats())::uuid[])"
BEGINS = (
    "((SELECT walls.reached('create')) <> '{}' OR (SELECT walls.reached('import')) <> '{}'"
    " OR (SELECT walls.may('rights', 'decide', 'organisation')))"
)
"""Who may begin a file or a case of somebody, in some activity, or make a request nobody's again, makes the handle for it."""
MANAGES = "(SELECT walls.may('accounts', 'edit', 'organisation'))"
SUPERVISES = "(SELECT walls.may('accounts', 'view', 'organisation'))"
PROPOSES = "(SELECT walls.may('accounts', 'propose-role', 'organisation'))"
GRANTS = "(SELECT walls.may('accounts', 'grant-role', 'organisation'))"
REVIEWS = "(SELECT walls.may('accounts', 'review-access', 'organisation'))"
BY_ME = "account = (SELECT walls.actor()) AND {} = (SELECT walls.hat()) AND {} = (SELECT walls.day())"
"""Written in one's own name, on the day itself: which field holds the hat, which the day."""

declare(
    Person,
    Ground(
        why="A random key and the day a restriction began; it says nothing, so it needs a ticket and no more.",
        subject="id",
        fields={"id": KEY, "restricted_since": KEY},
        policies={
            ("staff", "select"): "(SELECT walls.involved()) <> '{}'",
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
            "current_user = 'hv_staff' AND NEW.starts_on IS DISTINCT FROM OLD.starts_on",
            # A hat that ended long ago takes its account with it that night; who must go at once was here until yesterday.
            # Who left comes back by a new hat and new roles, each by two; nobody lengthens what was ended.
            (
                "current_user = 'hv_staff' AND NEW.ends_on IS DISTINCT FROM OLD.ends_on AND (NEW.ends_on IS NULL"
                " OR NEW.ends_on > OLD.ends_on OR NEW.ends_on < walls.day() - 1)"
            ),
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
                "(OLD.hat_id, OLD.role, OLD.starts_on, OLD.granted_by, OLD.proposed_by, OLD.proposal, OLD.reason)"
                " IS DISTINCT FROM"
                " (NEW.hat_id, NEW.role, NEW.starts_on, NEW.granted_by, NEW.proposed_by, NEW.proposal, NEW.reason)"
            ),
            # To take a role away two are not needed; to give it back, or for longer, they are.
            (
                "current_user = 'hv_staff' AND NEW.ends_on IS DISTINCT FROM OLD.ends_on AND (NEW.ends_on IS NULL"
                " OR NEW.ends_on > OLD.ends_on OR NEW.ends_on < walls.day() - 1)"
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
            "proposed_by": KEY,
            "proposal": KEY,
            "reason": Category.ACCOUNT,
        },
        policies={
            ("staff", "select"): "(SELECT walls.hat()) IS NOT NULL",
            ("staff", "insert"): (
                f"{GRANTS} AND {NOT_MINE} AND granted_by = (SELECT walls.hat())"
                " AND walls.proposed(proposal, hat_id, role, starts_on, ends_on, proposed_by)"
            ),
            ("staff", "update"): f"{MANAGES} AND {NOT_MINE}",
            ("system", "all"): SYSTEM,
        },
    ),
)
declare(
    Proposal,
    Ground(
        never=(
            (
                "(OLD.hat_id, OLD.role, OLD.starts_on, OLD.ends_on, OLD.reason, OLD.account, OLD.proposed_by, OLD.made_on)"
                " IS DISTINCT FROM"
                " (NEW.hat_id, NEW.role, NEW.starts_on, NEW.ends_on, NEW.reason, NEW.account, NEW.proposed_by, NEW.made_on)"
            ),
            "OLD.outcome <> ''",
        ),
        called=_("role that was asked for"),
        why="Which role somebody asked for a colleague, and who decided; kept with the account (activity accounts).",
        activity="accounts",
        clock="ended",
        fields={
            "id": KEY,
            "hat": KEY,
            "role": Category.ACCOUNT,
            "starts_on": Category.ACCOUNT,
            "ends_on": Category.ACCOUNT,
            "reason": Category.ACCOUNT,
            "account": KEY,
            "proposed_by": KEY,
            "made_on": Category.ACCOUNT,
            "outcome": Category.ACCOUNT,
            "decided_by": KEY,
            "decided_on": Category.ACCOUNT,
        },
        policies={
            ("staff", "select"): f"{SUPERVISES} OR {MINE}",
            ("staff", "insert"): (
                f"{PROPOSES} AND {NOT_MINE} AND outcome = '' AND {BY_ME.format('proposed_by', 'made_on')}"
            ),
            ("staff", "update"): (
                f"{GRANTS} AND {NOT_MINE} AND account <> (SELECT walls.actor())"
                " AND (outcome = '' OR decided_by = (SELECT walls.hat()) AND decided_on = (SELECT walls.day()))"
            ),
            ("system", "all"): SYSTEM,
        },
    ),
)
declare(
    Review,
    Ground(
        called=_("yearly look at somebody's roles"),
        why="When it was looked whether somebody still needs their roles, and by whom; kept with the account (accounts).",
        activity="accounts",
        clock="ended",
        fields={
            "id": KEY,
            "hat": KEY,
            "account": KEY,
            "reviewed_by": KEY,
            "reviewed_on": Category.ACCOUNT,
            "finding": Category.ACCOUNT,
        },
        policies={
            ("staff", "select"): f"{SUPERVISES} OR {MINE}",
            ("staff", "insert"): f"{REVIEWS} AND {NOT_MINE} AND {BY_ME.format('reviewed_by', 'reviewed_on')}",
            ("system", "all"): SYSTEM,
        },
    ),
)
LOOKS_AGAIN = "(SELECT walls.may('logging', 'review-exceptional', 'organisation'))"
LOOKS_BACK = "(SELECT walls.may('logging', 'view', 'organisation'))"
declare(
    Opening,
    Ground(
        never=(
            (
                "(OLD.person_id, OLD.activity, OLD.model, OLD.anchor, OLD.ground, OLD.investigator, OLD.reason, OLD.account,"
                " OLD.hat, OLD.opened_at, OLD.review_by) IS DISTINCT FROM (NEW.person_id, NEW.activity, NEW.model,"
                " NEW.anchor, NEW.ground, NEW.investigator, NEW.reason, NEW.account, NEW.hat, NEW.opened_at, NEW.review_by)"
            ),
            "NEW.ends_at > OLD.ends_at",
            "current_user = 'hv_staff' AND NEW.told <> OLD.told",
            # A review is signed by whoever writes it, on the day itself, and never taken back.
            (
                "current_user = 'hv_staff' AND (NEW.reviewed_by, NEW.reviewed_on, NEW.finding, NEW.withheld) IS DISTINCT FROM"
                " (OLD.reviewed_by, OLD.reviewed_on, OLD.finding, OLD.withheld)"
                " AND (NEW.reviewed_by IS DISTINCT FROM walls.hat() OR NEW.reviewed_on IS DISTINCT FROM walls.day())"
            ),
            "OLD.reviewed_on IS NOT NULL AND OLD.withheld = ''",
        ),
        called=_("exceptional opening of a file"),
        untold="(reviewed_on IS NULL AND review_by >= (SELECT walls.day()) OR withheld <> '')",
        why="Which file was opened exceptionally, by whom, on which ground, and what the review found (activity logging).",
        activity="logging",
        clock="logged",
        subject="person",
        fields={
            "id": KEY,
            "person": KEY,
            "activity": KEY,
            "model": KEY,
            "anchor": KEY,
            "ground": Category.TECHNICAL,
            "investigator": Category.ACCOUNT,
            "reason": Category.TECHNICAL,
            "account": Category.ACCOUNT,
            "hat": Category.ACCOUNT,
            "opened_at": Category.TECHNICAL,
            "ends_at": Category.TECHNICAL,
            "review_by": Category.TECHNICAL,
            "reviewed_by": KEY,
            "reviewed_on": Category.TECHNICAL,
            "finding": Category.TECHNICAL,
            "withheld": Category.TECHNICAL,
            "told": KEY,
        },
        policies={
            ("staff", "select"): f"hat = (SELECT walls.hat()) OR {LOOKS_BACK}",
            ("staff", "insert"): (
                "account = (SELECT walls.actor()) AND hat = (SELECT walls.hat()) AND opened_at = statement_timestamp()"
                " AND reviewed_on IS NULL AND NOT told"
                " AND walls.opens(activity, model, anchor, person_id, ground, investigator, ends_at)"
                " AND review_by BETWEEN (SELECT walls.day()) AND (SELECT walls.review_by())"
            ),
            ("staff", "update"): (
                "hat = (SELECT walls.hat()) AND reviewed_on IS NULL"
                f" OR {LOOKS_AGAIN} AND account <> (SELECT walls.actor())"
                " AND (reviewed_by IS NULL OR reviewed_by = (SELECT walls.hat()) OR withheld <> '')"
            ),
            ("subject", "select"): "person_id = (SELECT walls.own('logging', 'view'))",
            ("system", "all"): SYSTEM,
        },
    ),
)
LETS_IN = "(SELECT walls.may('accounts', 'propose-recovery', 'organisation'))"
CONFIRMS = "(SELECT walls.may('accounts', 'confirm-recovery', 'organisation'))"
RUNS = "walls.recoverable(whose, CASE WHEN by_file THEN 'subject' ELSE 'staff' END, asked_at)"
WHOSE = "whose = (SELECT walls.actor())"
declare(
    Recovery,
    Ground(
        never=(
            (
                "(OLD.whose, OLD.by_file, OLD.seen, OLD.reason, OLD.account, OLD.asked_by, OLD.asked_at, OLD.told)"
                " IS DISTINCT FROM"
                " (NEW.whose, NEW.by_file, NEW.seen, NEW.reason, NEW.account, NEW.asked_by, NEW.asked_at, NEW.told)"
            ),
            # Confirmed or declined once; what was confirmed is used or stopped by its owner, and there it ends.
            "OLD.outcome NOT IN ('', 'confirmed')",
            "OLD.outcome = 'confirmed' AND (current_user = 'hv_staff' OR NEW.outcome NOT IN ('used', 'stopped'))",
            "OLD.outcome = '' AND NEW.outcome = 'used'",
            "current_user = 'hv_staff' AND NEW.outcome NOT IN ('confirmed', 'declined')",
        ),
        called=_("recovery of an account"),
        why="Whose way in was given anew, who asked and who confirmed; kept with the account (activity accounts).",
        activity="accounts",
        clock="ended",
        fields={
            "id": KEY,
            "whose": Category.ACCOUNT,
            "by_file": Category.ACCOUNT,
            "seen": Category.ACCOUNT,
            "reason": Category.ACCOUNT,
            "account": KEY,
            "asked_by": KEY,
            "asked_at": Category.ACCOUNT,
            "told": KEY,
            "outcome": Category.ACCOUNT,
            "decided_account": KEY,
            "decided_by": KEY,
            "decided_at": Category.ACCOUNT,
        },
        policies={
            ("staff", "select"): f"{LETS_IN} OR {CONFIRMS} OR {SUPERVISES} OR {WHOSE}",
            ("staff", "insert"): (
                f"{LETS_IN} AND {RUNS} AND outcome = '' AND account = (SELECT walls.actor())"
                " AND asked_by = (SELECT walls.hat()) AND asked_at = statement_timestamp()"
            ),
            ("staff", "update"): (
                f"{CONFIRMS} AND {RUNS} AND account <> (SELECT walls.actor()) AND (outcome = ''"
                " OR decided_account = (SELECT walls.actor()) AND decided_by = (SELECT walls.hat())"
                " AND decided_at = statement_timestamp())"
            ),
            ("subject", "select"): WHOSE,
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
        fields={
            "id": KEY,
            "hat": KEY,
            "text_version": KEY,
            "signed_on": Category.ACCOUNT,
            "ends_on": Category.ACCOUNT,
        },
        policies={
            ("staff", "select"): "(SELECT walls.hat()) IS NOT NULL",
            ("staff", "insert"): (
                f"{MINE} AND signed_on = (SELECT walls.day()) AND text_version = '{BOND_VERSION}'"
                " AND ends_on <= (SELECT walls.bound_until())"
            ),
            ("system", "all"): SYSTEM,
        },
    ),
)
declare(
    Reading,
    Ground(
        called=_("reading of the policy"),
        why="Who read which version of the policy, and when; kept with the account (activity accounts).",
        activity="accounts",
        clock="ended",
        fields={"id": KEY, "hat": KEY, "version": KEY, "read_on": Category.ACCOUNT},
        policies={
            ("staff", "select"): f"{SUPERVISES} OR {MINE}",
            ("staff", "insert"): f"{MINE} AND read_on = walls.day() AND version_id = walls.version_on(walls.day())",
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

IDENTIFIED_BY = {"family": "search_name", "born": "birth_date", "postcode": "postcode", "house": "house_number"}
"""By which of those somebody at the telephone is found; a module adds the number of its files."""
