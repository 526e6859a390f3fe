"""The request for access (article 15) as a table of steps, with its clocks."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

from huisvrede.core.workflow import Step, Workflow

ACTIVITY: Final = "rights"
BEGIN: Final = "new"
MINE: Final = ("ask",)
"""Whoever asks does not judge: the same account under another hat is refused."""

ACCESS: Final = Workflow(
    key="access",
    begin=BEGIN,
    table={
        (BEGIN, "ask"): Step(to="identified", right="create"),
        (BEGIN, "pass-on"): Step(to="received", right="create"),
        ("received", "establish-identity"): Step(
            to="identified", right="establish-identity", not_by=MINE, needs=("how", "file")
        ),
        ("received", "withdraw"): Step(to="withdrawn", right="withdraw", closes=True),
        ("identified", "advise"): Step(to="advised", right="advise", not_by=MINE, needs=("outcome", "text")),
        ("identified", "withdraw"): Step(to="withdrawn", right="withdraw", closes=True),
        ("advised", "grant"): Step(
            to="granted", right="decide", not_by=("advise", *MINE), needs=("reasons",)
        ),
        ("advised", "refuse"): Step(
            to="refused", right="decide", not_by=("advise", *MINE), needs=("reasons",)
        ),
        ("advised", "withdraw"): Step(to="withdrawn", right="withdraw", closes=True),
        ("granted", "answer"): Step(to="answered", right="", closes=True),
        ("granted", "keep"): Step(to="kept", right=""),
        ("refused", "answer"): Step(to="answered", right="", closes=True),
        ("refused", "keep"): Step(to="kept", right=""),
        ("kept", "answer"): Step(to="answered", right="", closes=True),
        ("kept", "not-inform"): Step(to="not-informed", right="decide", needs=("reasons",), closes=True),
    },
)
"""`keep`: the answer is made and there is no account to tell; then a reason is recorded (ALL-36)."""

TO_ANSWER: Final = ("granted", "refused", "kept")
"""States in which it is the worker's turn."""

OUR_TERM: Final = gettext_noop("Answer a request for access: our own term")
LAWS_TERM: Final = gettext_noop("Answer a request for access: the term of the law")
CLOCKS: Final = (OUR_TERM, LAWS_TERM)
TERM: Final = "access-request"
"""The term in the policy; four weeks or a month, and never more than the law's."""
LAW_OF_ANSWERS: Final = "gdpr-12-3"
LAW_OF_PETITIONS: Final = "uavg-35-2"
STAFF_PATH: Final = "/werk/verzoeken/{}/"
OWN_PATH: Final = "/mijn/verzoeken/{}/"
