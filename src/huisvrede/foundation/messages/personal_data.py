"""Messages name an account and a link; no substance. Who acts may call colleagues; data subjects hear from a job alone."""

from huisvrede.core.declaration import KEY, Ground
from huisvrede.core.vocabulary import Category, Kind
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.messages.notices import notices_by
from huisvrede.foundation.register.declarations import declare

FRESH = "sent_at IS NULL AND tries = 0 AND made_at = statement_timestamp() AND path ~ '^/werk/[A-Za-z0-9/_-]*$'"
CALLED = "account = ANY ((SELECT walls.holders())::uuid[])"
SYSTEM = "(SELECT walls.system())"


def _calls(kind: Kind) -> str:
    """A notice to somebody who works in an activity of the sender: of a kind that the sender may ask for."""
    return f"{CALLED} AND {FRESH} AND notice IN ({', '.join(repr(name) for name in notices_by(kind))})"


declare(
    Message,
    Ground(
        why="Queue of notices: an account, a kind of notice and a link (activity accounts); removed when sent a month ago.",
        activity="accounts",
        fields={
            "id": KEY,
            "account": Category.ACCOUNT,
            "notice": KEY,
            "path": KEY,
            "made_at": KEY,
            "sent_at": KEY,
            "tries": KEY,
        },
        policies={
            ("staff", "insert"): _calls(Kind.STAFF),
            ("subject", "insert"): _calls(Kind.SUBJECT),
            ("system", "all"): SYSTEM,
        },
    ),
)
