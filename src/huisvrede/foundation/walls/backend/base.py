"""The connection that refuses a query before anybody has shown a ticket."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base


class OutsideTransaction(RuntimeError):
    """A query was made before a ticket was shown; it would show nothing and seem to work, so it is refused."""


def refuse_outside_transaction(
    execute: Callable[..., Any],
    sql: str,
    params: Any,
    many: bool,  # noqa: FBT001  the signature is Django's
    context: dict[str, Any],
) -> Any:
    """Every query on a guarded connection stands in a transaction that began with a ticket (design, §4)."""
    if not context["connection"].in_atomic_block:
        raise OutsideTransaction("A query outside a transaction with a ticket is refused.")
    return execute(sql, params, many, context)


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's own; `GUARDED` in its settings makes it refuse what has no ticket."""

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        super().__init__(settings_dict, alias)
        if settings_dict.get("GUARDED"):
            self.execute_wrappers.append(refuse_outside_transaction)
