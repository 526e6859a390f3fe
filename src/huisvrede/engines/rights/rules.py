"""The request for access (article 15) as a table of steps, with its clocks."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

from huisvrede.core.workflow import Step, Workflow
from huisvrede.foundation.cases.models import KEPT

ACTIVITY: Final = "rights"
BEGIN: Final = "new"
RUNNING: Final = ("received", "examined", "advised")
"""States in which somebody of the organisation must still act."""

MINE: Final = ("ask",)
"""Whoever asks does not judge: the same account under another hat is refused."""

ACCESS: Final = Workflow(
    key="access",
    begin=BEGIN,
    table={
        (BEGIN, "ask"): Step(to="examined", right="create"),
        (BEGIN, "pass-on"): Step(to="received", right="create"),
        ("received", "establish-identity"): Step(
            to="examined", right="establish-identity", not_by=MINE, needs=("how", "file")
        ),
        ("received", "not-identified"): Step(
            to="examined", right="establish-identity", not_by=MINE, needs=("reasons",)
        ),
        ("examined", "look-again"): Step(
            to="received", right="establish-identity", not_by=MINE, needs=("reasons", "passed_on")
        ),
        ("received", "withdraw"): Step(to="withdrawn", right="withdraw", closes=True),
        ("examined", "advise"): Step(to="advised", right="advise", not_by=MINE, needs=("outcome", "text")),
        ("examined", "withdraw"): Step(to="withdrawn", right="withdraw", closes=True),
        ("advised", "grant"): Step(
            to="granted", right="decide", not_by=("advise", *MINE), needs=("reasons", "identity")
        ),
        ("advised", "refuse"): Step(
            to="refused", right="decide", not_by=("advise", *MINE), needs=("reasons",)
        ),
        ("advised", "withdraw"): Step(to="withdrawn", right="withdraw", closes=True),
        ("granted", "answer"): Step(to="answered", right="", closes=True),
        ("granted", "keep"): Step(to=KEPT, right=""),
        ("refused", "answer"): Step(to="answered", right="", closes=True),
        ("refused", "keep"): Step(to=KEPT, right=""),
        (KEPT, "answer"): Step(to="answered", right="", closes=True),
        (KEPT, "hand-over"): Step(to="handed-over", right="hand-over", needs=("how",), closes=True),
        (KEPT, "not-inform"): Step(to="not-informed", right="decide", needs=("reasons",), closes=True),
        **{
            (state, "extend"): Step(to=state, right="advise", not_by=MINE, needs=("reasons", "in_time"))
            for state in RUNNING
        },
        **{(state, "tell"): Step(to=state, right="") for state in RUNNING},
        **{(state, "letter-sent"): Step(to=state, right="advise") for state in RUNNING},
    },
)
"""`not-identified`: what was tried is on record, and only a refusal can follow (articles 11(2) and 12(2)).
`look-again`: it was the wrong person, or somebody can be identified after all; who signed in has shown who they are.
`keep`: the answer is made and there is no account to read it with; somebody hands it over on paper, or it is recorded why
nobody can be told (ALL-36).
`extend`: once, within the law's own term, with the reasons for the delay; `tell`, `letter-sent`: the data subject
knows (article 12(3))."""

TO_ANSWER: Final = ("granted", "refused", KEPT)
"""States in which it is the worker's turn."""

LOOKED: Final = ("establish-identity", "not-identified")
"""How it can end to look into who asks; the last one counts."""

NO_FILE: Final = "no-file"
"""The note of `establish-identity` where no file is held of whoever asks."""

OUR_TERM: Final = gettext_noop("Answer a request for access: our own term")
LAWS_TERM: Final = gettext_noop("Answer a request for access: the term of the law")
MORE_TIME: Final = gettext_noop("Answer a request for access: the law's extended term")
CLOCKS: Final = (OUR_TERM, LAWS_TERM, MORE_TIME)
TERM: Final = "access-request"
"""The term in the policy; four weeks or a month, and never more than the law's."""
LAW_OF_ANSWERS: Final = "gdpr-12-3"
LAW_OF_PETITIONS: Final = "uavg-35-2"
STAFF_PATH: Final = "/werk/verzoeken/{}/"
PAPER_PATH: Final = "/werk/verzoeken/{}/afgeven/"
OWN_PATH: Final = "/mijn/verzoeken/{}/"
