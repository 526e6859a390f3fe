"""The file of an import stands sealed on disk until it is stored or a day has passed; only who brought it sees it.

What became of it is also seen by whoever may import in that activity, once the file is gone.
"""

from typing import Final

from huisvrede.core.declaration import KEY, Ground
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.documents.shelf import its_own
from huisvrede.foundation.imports.models import WITHIN, Import, TakingBack
from huisvrede.foundation.register.declarations import declare

MINE = "hat_id = (SELECT walls.hat())"
SYSTEM = "(SELECT walls.system())"
MAY = "walls.may(activity, 'import', 'organisation')"
WEB: Final = "NOT pg_has_role(session_user, 'hv_system', 'MEMBER')"
"""A page, and no worker in somebody's name: what a file holds and what became of it is told by the worker alone."""
BROUGHT = ("id", "shape", "activity", "hat_id", "account", "purpose", "source", "filename", "place", "made_on")
TOLD = ("total", "stored", "known", "faulty", "look")
EMPTY = (
    "account = (SELECT walls.actor()) AND purpose = (SELECT walls.purpose()) AND made_on = (SELECT walls.day())"
    " AND state = 'checking' AND (total, done, stored, known, faulty) = (0, 0, 0, 0, 0) AND look IS NULL"
)
DONE = "state IN ('stored', 'refused')"
BEGINS = (
    "outcome = '' AND done_on IS NULL AND account = (SELECT walls.actor()) AND hat = (SELECT walls.hat())"
    " AND asked_on = (SELECT walls.day()) AND (gone, stay) = (0, 0) AND \"left\" = '[]'"
)
OF_THAT_IMPORT = f"""EXISTS (SELECT FROM imports_import i WHERE i.id = run_id AND i.state = 'stored' AND i.look IS NOT NULL
  AND i.made_on >= (SELECT walls.day()) - {WITHIN.days}
  AND (i.hat_id, i.account, i.shape, i.activity, i.source, i.filename, i.stored, i.made_on)
   = (imports_takingback.hat, imports_takingback.account, imports_takingback.shape, imports_takingback.activity,
      imports_takingback.source, imports_takingback.filename, imports_takingback.stored, imports_takingback.stored_on))"""
"""As it came in, and one's own; the table behind this policy has policies that ask no table."""
DECIDES = (
    f"account <> (SELECT walls.actor()) AND asked_on >= (SELECT walls.day()) - {WITHIN.days} AND (outcome = ''"
    " OR (decided_account, decided_by, decided_on) = (SELECT walls.actor(), walls.hat(), walls.day()))"
)
ASKED = ("run_id", "shape", "activity", "reason", "source", "filename", "stored", "stored_on", "account", "hat", "asked_on")
COUNTED = ("gone", "stay", "left")


def _changed(*names: str) -> str:
    old, new = (", ".join(f'{row}."{name}"' for name in names) for row in ("OLD", "NEW"))
    return f"({old}) IS DISTINCT FROM ({new})"


SAYS = {"content": Category.IDENTITY, "problems": Category.TECHNICAL, "filename": Category.TECHNICAL}

declare(
    Import,
    Ground(
        why="A file on its way in, of the activity of its shape; its content goes when it is stored or after a day.",
        never=(
            f"{WEB} AND {_changed(*BROUGHT, *TOLD)}",
            f"{WEB} AND (OLD.state IN ('stored', 'refused') OR NEW.state NOT IN ('checking', 'storing', 'refused'))",
        ),
        always=(its_own("imports.import"),),
        fields={f.name: SAYS.get(f.name, KEY) for f in Import._meta.concrete_fields},
        policies={
            ("staff", "select"): f"{MINE} OR {DONE} AND {MAY}",
            ("staff", "insert"): f"{MINE} AND {MAY} AND {EMPTY}",
            ("staff", "update"): MINE,
            ("system", "all"): SYSTEM,
        },
    ),
)
declare(
    TakingBack,
    Ground(
        why="Which import was taken back, by which two colleagues, and how many people that were; it names none of them.",
        never=(
            _changed(*ASKED),
            f"current_user = 'hv_staff' AND (OLD.outcome <> '' OR NEW.done_on IS NOT NULL OR {_changed(*COUNTED)})",
        ),
        fields={f.name: KEY for f in TakingBack._meta.concrete_fields}
        | {"filename": Category.TECHNICAL, "reason": Category.TECHNICAL},
        policies={
            ("staff", "select"): MAY,
            ("staff", "insert"): f"{MAY} AND {BEGINS} AND {OF_THAT_IMPORT}",
            ("staff", "update"): f"{MAY} AND {DECIDES}",
            ("system", "all"): SYSTEM,
        },
    ),
)
