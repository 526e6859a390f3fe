"""Views and exports are of the account that made them; nobody else sees that they are there."""

from django.utils.translation import gettext_noop as _

from huisvrede.core.declaration import KEY, Ground
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.documents.shelf import its_own
from huisvrede.foundation.lists.models import Export, SavedView
from huisvrede.foundation.register.declarations import declare

MINE = "account = (SELECT walls.actor())"
WORN = f"{MINE} AND hat = (SELECT walls.hat())"
SYSTEM = "(SELECT walls.system())"
BEGINS = (
    "state = 'waiting' AND content IS NULL AND digest IS NULL AND ends_at IS NULL AND purpose = (SELECT walls.purpose())"
    " AND (walls.may(activity, 'export', 'organisation') OR walls.may(activity, 'export', 'assigned'))"
)
"""An export begins empty, under the purpose it is asked for, by who may export: the database says so as well."""

declare(
    SavedView,
    Ground(
        called=_("views of lists that somebody keeps"),
        why="A view of a list that a colleague keeps (activity accounts): a name and codes; gone with the account.",
        activity="accounts",
        clock="ended",
        fields={"id": KEY, "account": Category.ACCOUNT, "key": KEY, "name": Category.ACCOUNT, "query": KEY},
        policies={
            ("staff", "select"): MINE,
            ("staff", "insert"): MINE,
            ("staff", "delete"): MINE,
        },
    ),
)
declare(
    Export,
    Ground(
        always=(its_own("lists.export"),),
        why="A file of a list for a few hours, of the activity of that list; row, key and file go at its end.",
        fields={field.name: KEY for field in Export._meta.concrete_fields} | {"content": Category.IDENTITY},
        policies={
            ("staff", "select"): WORN,
            ("staff", "insert"): f"{WORN} AND {BEGINS}",
            ("system", "all"): SYSTEM,
        },
    ),
)
