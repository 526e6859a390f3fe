"""A change of the policy as a table of steps: drafted, sent for advice, advised on, decided, adopted by a job."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

from huisvrede.core.duration import Period
from huisvrede.core.workflow import Step, Workflow
from huisvrede.foundation.cases import models as cases

ACTIVITY: Final = "policy"
"""The activity under which the policy itself is kept up."""

PURPOSE: Final = "policy"
"""Why somebody opens a draft."""

PROPOSES: Final = "propose-policy"
WRITERS: Final = ("ask", "propose", "write", "send")
"""Whoever took one of these steps had a hand in the draft, and judges it no more (four eyes, by account)."""

DRAFTED: Final = "draft"
DECIDED: Final = "granted"
"""The state in which it is the worker's turn to make the version."""

POLICY: Final = Workflow(
    key=cases.POLICY,
    begin="new",
    about=False,
    table={
        ("new", "propose"): Step(to=DRAFTED, right=PROPOSES),
        (DRAFTED, "write"): Step(to=DRAFTED, right=PROPOSES),
        (DRAFTED, "send"): Step(to="sent", right=PROPOSES, needs=("changes",)),
        ("sent", "recall"): Step(to=DRAFTED, right=PROPOSES),
        ("sent", "return"): Step(to=DRAFTED, right="advise", not_by=WRITERS, needs=("reasons",)),
        **{(state, "drop"): Step(to="dropped", right=PROPOSES, closes=True) for state in (DRAFTED, "sent")},
        ("sent", "advise"): Step(to="advised", right="advise", not_by=WRITERS, needs=("outcome", "text")),
        ("advised", "grant"): Step(
            to=DECIDED, right="decide", not_by=("advise", *WRITERS), needs=("reasons", "starts_on")
        ),
        ("advised", "refuse"): Step(
            to="refused", right="decide", not_by=("advise", *WRITERS), needs=("reasons",), closes=True
        ),
        (DECIDED, "adopt"): Step(to="adopted", right="", closes=True),
        (DECIDED, "fail"): Step(to="failed", right="", closes=True),
    },
)
"""`return`: the adviser asks for something else first. `adopt`: the job makes the version of what was decided; only a job
can write one. `fail`: what was decided can't be read as a policy (`core.policy`), and somebody must look."""

ADVISE: Final = gettext_noop("Advise on a change of the policy")
DECIDE: Final = gettext_noop("Decide on a change of the policy")
CLOCKS: Final = {ADVISE: ("policy-advice", "advise"), DECIDE: ("policy-decision", "decide")}
"""Clock -> its term in the policy, and the right of whoever must act."""

OWN_TERM: Final = Period(weeks=4)
"""How long each may take where the policy names no term."""

STAFF_PATH: Final = "/werk/beleid/{}/"
