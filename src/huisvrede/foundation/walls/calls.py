"""Who may call which function of the schema `walls`: the kinds whose policies call it, and those whose code does.

Nobody else, and never the world: a function answers with the rights of the gate or the owner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.register.declarations import all_declared, children_of

EVERYONE: Final = frozenset(Kind)
ACTS: Final = frozenset({Kind.STAFF, Kind.SUBJECT, Kind.SYSTEM})
BY_CODE: Final[Mapping[str, frozenset[Kind]]] = {
    "person": EVERYONE,
    "kind": EVERYONE,
    "hat": frozenset({Kind.SYSTEM}),  # a trigger asks it of whoever changes an opening
    "may": ACTS,
    "version_on": ACTS,
    "kept_here": frozenset({Kind.SYSTEM}),
    "role_for": ACTS,
    "holders": ACTS,
    "waits": ACTS,  # whether a clock about a row still runs
    "file_of": frozenset({Kind.STAFF}),
    "filed": frozenset({Kind.STAFF}),
    "worked_here": frozenset({Kind.STAFF}),
    "asked_there": ACTS,  # a trigger asks it of whoever changes a case
    "took": ACTS,  # so does this one
    "bound": frozenset({Kind.VISITOR, Kind.STAFF}),  # before a hat is worn, and at each request of a key
    "locked": frozenset({Kind.VISITOR}),
    "sees": frozenset({Kind.STAFF}),
    "seers": frozenset({Kind.STAFF}),
    "openable": frozenset({Kind.STAFF}),
    "account_of": frozenset({Kind.STAFF}),
    "begin_at_counter": frozenset({Kind.STAFF}),
    "shut_out": frozenset({Kind.STAFF}),
    "keep_half": frozenset({Kind.STAFF}),
    "stop_recovery": frozenset({Kind.VISITOR}),
    "recovered": frozenset({Kind.VISITOR}),
    "found_by": frozenset({Kind.STAFF}),
    "told_of": frozenset({Kind.SYSTEM}),  # what is not told is left out of an answer as well
    "day": frozenset({Kind.SYSTEM}),
    "worked_for": frozenset({Kind.SUBJECT}),
    "begin_subject": frozenset({Kind.VISITOR}),
    "month_begin": frozenset({Kind.SYSTEM}),
    "month_end": frozenset({Kind.SYSTEM}),
    "forget_persons": frozenset({Kind.SYSTEM}),
    "end_accounts": frozenset({Kind.SYSTEM}),
    "shut_again": frozenset({Kind.SYSTEM}),
}
"""Functions that the application itself calls, and acting as whom; what a policy calls follows from the policy."""
COUNTS: Final = frozenset({Kind.STAFF, Kind.SYSTEM})
"""Who asks how many files are due; each such function looks for itself who supervises."""
CALLED: Final = re.compile(r"walls\.(\w+)\(")


def calls(spoken: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """(function, role) for every privilege there must be; `spoken` is each policy's role and text."""
    by_policy = {(name, role) for role, text in spoken for name in CALLED.findall(text)}
    by_code = {(name, f"hv_{kind}") for name, kinds in BY_CODE.items() for kind in kinds}
    counting = {
        (f"due_{model._meta.db_table}", f"hv_{kind}")
        for model, declared in all_declared()
        if declared.clocks
        for kind in COUNTS
    }
    assigned = {
        (f"assigned_{model._meta.db_table}", "hv_staff") for model, declared in all_declared() if declared.assigned
    }
    on_hold = {
        (f"on_hold_{model._meta.db_table}", "hv_staff")
        for model, declared in all_declared()
        if declared.is_anchor and declared.activity and children_of(model)
    }
    since = {(f"since_{m._meta.db_table}", "hv_subject") for m, declared in all_declared() if declared.told_since}
    return frozenset(by_policy | by_code | counting | assigned | on_hold | since)
