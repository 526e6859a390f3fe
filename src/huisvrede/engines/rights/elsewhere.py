"""What other systems hold of who asks for access: looked up by a person before the advice, and told with the answer.

A request is about all that we hold (article 15), and this software sees nothing outside itself. So nobody advises to grant it
before each system of the register was looked into, or it is written down why not.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import translation

from huisvrede.core.vocabulary import HERE, NOWHERE
from huisvrede.engines.rights.queries import is_identified, request_of
from huisvrede.engines.rights.rules import ACCESS
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cases.queries import steps_of
from huisvrede.foundation.register.models import Activity
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.register.words import word
from huisvrede.foundation.walls.session import session

BETWEEN = ": "
"""What stands in the note of the advice between a system and what was found there; each has a line."""


def systems_for(case: Case) -> dict[str, str]:
    """The other systems in which the policy of today says that we hold data, by key, named in the language of who asked.

    None for a request of another kind, or of who could not be identified: that can only be refused.
    """
    if case.workflow != ACCESS.key or not is_identified(case):
        return {}
    kept = Activity.objects.filter(version=version_on(session().acting.day)).exclude(content__held_in__in=(HERE, NOWHERE))
    keys = sorted(set(kept.values_list("content__held_in", flat=True)))
    asked = request_of(case)
    with translation.override(asked.language if asked is not None else None):
        return {key: word("system", key) for key in keys}


def noted(systems: Mapping[str, str], found: Mapping[str, str]) -> str:
    """What was found, a line for each system; "" where one of them was not looked into."""
    lines = [f"{name}{BETWEEN}{' '.join(found.get(key, '').split())}" for key, name in systems.items()]
    return "" if any(line.endswith(BETWEEN) for line in lines) else "\n".join(lines)


def told_with(case: Case) -> tuple[tuple[str, str], ...]:
    """Each other system, and what the adviser found there, in the words in which it was written down."""
    notes = [step.note for step in steps_of(case) if step.action == "advise" and step.note]
    found = (line.partition(BETWEEN) for line in (notes[-1].splitlines() if notes else ()))
    return tuple((system, text) for system, _between, text in found)
