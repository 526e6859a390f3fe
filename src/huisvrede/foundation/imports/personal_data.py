"""The file of an import stands sealed on disk until it is stored or a day has passed; only who brought it sees it."""

from huisvrede.core.declaration import KEY, Ground
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.imports.models import Import
from huisvrede.foundation.register.declarations import declare

MINE = "hat_id = (SELECT walls.hat())"
SYSTEM = "(SELECT walls.system())"
SAYS = {"content": Category.IDENTITY, "problems": Category.TECHNICAL, "filename": Category.TECHNICAL}

declare(
    Import,
    Ground(
        why="A file on its way in, of the activity of its shape; its content goes when it is stored or after a day.",
        fields={f.name: SAYS.get(f.name, KEY) for f in Import._meta.concrete_fields},
        policies={
            ("staff", "select"): MINE,
            ("staff", "insert"): f"{MINE} AND account = (SELECT walls.actor())",
            ("staff", "update"): MINE,
            ("system", "all"): SYSTEM,
        },
    ),
)
