"""Plain text: characters that can be read, in UTF-8."""

from __future__ import annotations

import re
from typing import Final

from huisvrede.core.tables.bsn import Suspicion, suspect_bsn
from huisvrede.foundation.documents.cleaning.unfit import Unfit

UNREADABLE: Final = re.compile(r"[^\t\n\r\f -~\u00a0-\U0010ffff]|[\ud800-\udfff\ufffe\uffff]")


def plain(content: bytes) -> bytes:
    """The same text without a byte order mark; Unfit for what no reader shows, and for a BSN called so (COR-16)."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unfit("unknown") from None
    if UNREADABLE.search(text) or not text.strip():
        raise Unfit("unknown")
    if suspect_bsn(text) is Suspicion.CERTAIN:
        raise Unfit("identification")
    return text.encode()
