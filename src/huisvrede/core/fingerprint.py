"""The fingerprint of what can be said in JSON: the same content has the same one, in whatever order its keys stand."""

from __future__ import annotations

import hashlib
import json


def fingerprint(content: object) -> str:
    """SHA-256 in hexadecimal; what JSON does not know counts as it is written."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()
