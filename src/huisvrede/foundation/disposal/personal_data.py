"""The end of data leaves digests of random keys: nothing to be guessed, nobody to be found."""

from huisvrede.core.declaration import KEY, Ground
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.disposal.models import Certificate, Hold, Line
from huisvrede.foundation.register.declarations import declare

SYSTEM = "(SELECT walls.system())"
SUPERVISES = "(SELECT walls.may('logging', 'view', 'organisation')) AND (SELECT walls.purpose()) = 'accountability'"
REVIEWED = (
    "starts_on = (SELECT walls.day()) AND ends_on >= starts_on AND ends_on <= starts_on + interval '1 year'"
)
"""A hold begins today and is reviewed within a year."""

declare(
    Hold,
    Ground(
        never=(
            (
                "(OLD.anchor, OLD.reason, OLD.starts_on, OLD.account)"
                " IS DISTINCT FROM (NEW.anchor, NEW.reason, NEW.starts_on, NEW.account)"
            ),
            "NEW.ends_on > OLD.ends_on",
        ),
        why="Why a row is kept beyond its period; a random key and a reason without names.",
        fields={
            "id": KEY,
            "anchor": KEY,
            "reason": Category.DECISION,
            "starts_on": Category.DECISION,
            "ends_on": Category.DECISION,
            "account": Category.ACCOUNT,
        },
        policies={
            ("staff", "select"): SUPERVISES,
            ("staff", "insert"): f"{SUPERVISES} AND account = (SELECT walls.actor()) AND {REVIEWED}",
            ("staff", "update"): SUPERVISES,
            ("system", "all"): SYSTEM,
        },
    ),
)
declare(
    Certificate,
    Ground(
        why="Certificates of destruction; counts, rules and a Merkle root.",
        fields={"id": KEY, "number": KEY, "statement": KEY, "signature": KEY, "executed_on": KEY},
        policies={
            ("staff", "select"): "(SELECT walls.hat()) IS NOT NULL",
            ("system", "select"): SYSTEM,
            ("system", "insert"): SYSTEM,
        },
    ),
)
declare(
    Line,
    Ground(
        why="Ledger lines of main: digests of random keys of rows that are gone.",
        fields={f.name: KEY for f in Line._meta.concrete_fields},
        policies={
            ("system", "select"): SYSTEM,
            ("system", "insert"): SYSTEM,
            ("system", "update"): SYSTEM,
        },
    ),
)
