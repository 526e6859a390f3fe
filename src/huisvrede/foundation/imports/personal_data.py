"""The file of an import stands sealed on disk until it is stored or a day has passed; only who brought it sees it.

What became of it is also seen by whoever may import in that activity, once the file is gone.
"""

from huisvrede.core.declaration import KEY, Ground
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.imports.models import Import, TakingBack
from huisvrede.foundation.register.declarations import declare

MINE = "hat_id = (SELECT walls.hat())"
SYSTEM = "(SELECT walls.system())"
MAY = "walls.may(activity, 'import', 'organisation')"
DONE = "state IN ('stored', 'refused')"
BEGINS = (
    "outcome = '' AND done_on IS NULL AND account = (SELECT walls.actor()) AND hat = (SELECT walls.hat())"
    " AND asked_on = (SELECT walls.day())"
)
ASKED = ("run_id", "shape", "activity", "reason", "source", "filename", "stored", "stored_on", "account", "hat", "asked_on")
SAYS = {"content": Category.IDENTITY, "problems": Category.TECHNICAL, "filename": Category.TECHNICAL}

declare(
    Import,
    Ground(
        why="A file on its way in, of the activity of its shape; its content goes when it is stored or after a day.",
        fields={f.name: SAYS.get(f.name, KEY) for f in Import._meta.concrete_fields},
        policies={
            ("staff", "select"): f"{MINE} OR {DONE} AND {MAY}",
            ("staff", "insert"): f"{MINE} AND account = (SELECT walls.actor())",
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
            f"({', '.join(f'OLD.{name}' for name in ASKED)}) IS DISTINCT FROM ({', '.join(f'NEW.{name}' for name in ASKED)})",
            "current_user = 'hv_staff' AND (OLD.outcome <> '' OR NEW.done_on IS NOT NULL)",
        ),
        fields={f.name: KEY for f in TakingBack._meta.concrete_fields}
        | {"filename": Category.TECHNICAL, "reason": Category.TECHNICAL},
        policies={
            ("staff", "select"): MAY,
            ("staff", "insert"): f"{MAY} AND {BEGINS}",
            ("staff", "update"): f"{MAY} AND account <> (SELECT walls.actor())",
            ("system", "all"): SYSTEM,
        },
    ),
)
