"""A workflow is a table a lawyer can read: (state, action) -> state, by which right, not by whoever did X, with what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a step is refused."""

    NO_SUCH_STEP = "no-such-step"
    NO_RIGHT = "no-right"
    SAME_PERSON = "same-person"
    NEEDS = "needs"


class StepRefused(Exception):
    """An illegal step; `why` and `facts` are stable, the sentence is for whoever tried."""

    def __init__(self, why: Why, **facts: str) -> None:
        super().__init__(f"{why}: {facts}")
        self.why, self.facts = why, facts


@dataclass(frozen=True, kw_only=True)
class Step:
    """One row of the table.

    to      the state it leads to
    right   the right in the policy that its actor needs; "" for a job
    not_by  earlier actions whose actor may not take this one (four eyes)
    needs   names of what must be given along: "text", "outcome", "reasons"
    closes  whether the case ends here
    """

    to: str
    right: str
    not_by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    closes: bool = False


Table = Mapping[tuple[str, str], Step]


@dataclass(frozen=True)
class Workflow:
    """A named table with the state in which a case begins; `about` says whether it is about a data subject."""

    key: str
    begin: str
    table: Table
    about: bool = True

    def actions(self, state: str) -> list[str]:
        """What can be done in a state, in the order of the table."""
        return [action for (at, action) in self.table if at == state]

    def states(self) -> set[str]:
        """All states."""
        return {self.begin} | {step.to for step in self.table.values()} | {at for at, _ in self.table}

    def closing(self) -> set[str]:
        """The states in which a case has ended."""
        return {step.to for step in self.table.values() if step.closes}

    def step(
        self,
        state: str,
        action: str,
        *,
        rights: set[str],
        actor: str,
        taken: Sequence[tuple[str, str]],
        given: set[str],
    ) -> Step:
        """The step, if this actor may take it here and now; raises StepRefused with the reason otherwise.

        `rights` are the actor's in this activity, `taken` the (action, actor) of earlier steps, `given` the names
        of what comes along.
        """
        step = self.table.get((state, action))
        if step is None:
            raise StepRefused(Why.NO_SUCH_STEP, state=state, action=action)
        if step.right and step.right not in rights:
            raise StepRefused(Why.NO_RIGHT, right=step.right)
        for earlier, by in taken:
            if earlier in step.not_by and by == actor:
                raise StepRefused(Why.SAME_PERSON, earlier=earlier, action=action)
        missing = [name for name in step.needs if name not in given]
        if missing:
            raise StepRefused(Why.NEEDS, missing=", ".join(missing))
        return step
