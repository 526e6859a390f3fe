"""Messages name an account and a link; no substance."""

from huisvrede.core.declaration import KEY, Ground
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.register.declarations import declare

ACTS = "(SELECT walls.actor()) IS NOT NULL AND sent_at IS NULL AND tries = 0"
SYSTEM = "(SELECT walls.system())"

declare(
    Message,
    Ground(
        why="Queue of notices: an account, a kind of notice and a link (activity accounts); removed when sent a month ago.",
        fields={
            "id": KEY,
            "account": Category.ACCOUNT,
            "notice": KEY,
            "path": KEY,
            "made_at": KEY,
            "sent_at": KEY,
            "tries": KEY,
        },
        policies={("staff", "insert"): ACTS, ("subject", "insert"): ACTS, ("system", "all"): SYSTEM},
    ),
)
