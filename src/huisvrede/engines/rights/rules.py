"""Requests for access (article 15) and restriction (article 18) as tables of steps, with their clocks."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

from huisvrede.core.workflow import Step, Workflow
from huisvrede.foundation.cases import models as cases
from huisvrede.foundation.cases.models import KEPT, Case

ACTIVITY: Final = "rights"
BEGIN: Final = "new"
RUNNING: Final = ("received", "examined", "advised")
"""States in which somebody of the organisation must still act."""

TOLD: Final = "told"
"""The state in which whoever asked for restriction knows what was decided."""

DECIDED: Final = ("granted", "refused", "to-end")
"""States in which a letter is to be made."""

TO_ANSWER: Final = (*DECIDED, KEPT)
"""States in which it is the worker's turn to answer."""

MINE: Final = ("ask",)
"""Whoever asks does not judge: the same account under another hat is refused."""

LOOKED: Final = ("establish-identity", "not-identified")
"""How it can end to look into who asks; the last one counts."""

_TAKEN_BACK: Final = Step(to="withdrawn", right="withdraw", closes=True)
_TAKEN_BACK_ON_PAPER: Final = Step(
    to="taken-back", right="decide", not_by=("pass-on", *LOOKED, *MINE), needs=("reasons", "passed_on")
)

_UNTIL_DECIDED: Final = {
    (BEGIN, "ask"): Step(to="examined", right="create"),
    (BEGIN, "pass-on"): Step(to="received", right="create"),
    ("received", "establish-identity"): Step(
        to="examined", right="establish-identity", not_by=MINE, needs=("how", "file")
    ),
    ("received", "not-identified"): Step(
        to="examined", right="establish-identity", not_by=MINE, needs=("reasons",)
    ),
    ("examined", "look-again"): Step(
        to="received", right="decide", not_by=(*LOOKED, *MINE), needs=("reasons", "passed_on")
    ),
    ("examined", "advise"): Step(to="advised", right="advise", not_by=MINE, needs=("outcome", "text")),
    ("advised", "grant"): Step(
        to="granted", right="decide", not_by=("advise", *MINE), needs=("reasons", "identity")
    ),
    ("advised", "refuse"): Step(to="refused", right="decide", not_by=("advise", *MINE), needs=("reasons",)),
    **{(state, "withdraw"): _TAKEN_BACK for state in RUNNING},
    **{(state, "take-back"): _TAKEN_BACK_ON_PAPER for state in RUNNING},
    ("taken-back", "close"): Step(to="withdrawn", right="", closes=True),
    **{
        (state, "extend"): Step(to=state, right="advise", not_by=MINE, needs=("reasons", "in_time"))
        for state in RUNNING
    },
    **{(state, "tell"): Step(to=state, right="") for state in RUNNING},
    **{(state, "letter-sent"): Step(to=state, right="advise") for state in RUNNING},
}
"""What is the same whatever is asked: from the request to the decision on it."""

ACCESS: Final = Workflow(
    key="access",
    begin=BEGIN,
    table={
        **_UNTIL_DECIDED,
        ("examined", "advise"): Step(
            to="advised", right="advise", not_by=MINE, needs=("outcome", "text", "elsewhere")
        ),
        ("granted", "answer"): Step(to="answered", right="", closes=True),
        ("granted", "keep"): Step(to=KEPT, right=""),
        ("refused", "answer"): Step(to="answered", right="", closes=True),
        ("refused", "keep"): Step(to=KEPT, right=""),
        (KEPT, "answer"): Step(to="answered", right="", closes=True),
        (KEPT, "hand-over"): Step(to="handed-over", right="hand-over", needs=("how",), closes=True),
        (KEPT, "not-inform"): Step(to="not-informed", right="decide", needs=("reasons",), closes=True),
    },
)
"""`not-identified`: what was tried is on record, and only a refusal can follow (articles 11(2) and 12(2)).
`look-again`: it was the wrong person, or somebody can be identified after all; who signed in has shown who they are. Never by
whoever established it, so that nobody alone ends what begins with it.
`advise`: to grant it, it was written down what each other system holds (article 15), for this software can't look there.
`keep`: the answer is made and there is no account to read it with; somebody hands it over on paper, or it is recorded why
nobody can be told (ALL-36).
`take-back`: somebody who did not ask in the portal says so on paper or by telephone, and it is on record how, by another than
who recorded the request or established who asks; a job closes it, and tells whoever has an account.
`extend`: once, within the law's own term, with the reasons for the delay; `tell`, `letter-sent`: the data subject
knows (article 12(3))."""

RESTRICTION: Final = Workflow(
    key=cases.RESTRICTION,
    begin=BEGIN,
    table={
        **_UNTIL_DECIDED,
        (BEGIN, "put-back"): Step(to="examined", right=""),
        **{(state, "answer"): Step(to=TOLD, right="") for state in TO_ANSWER},
        **{(state, "keep"): Step(to=KEPT, right="") for state in DECIDED},
        (KEPT, "hand-over"): Step(to=TOLD, right="hand-over", needs=("how",)),
        (TOLD, "recipients"): Step(to=TOLD, right=""),
        (TOLD, "recipients-told"): Step(to=TOLD, right="advise"),
        (TOLD, "propose-end"): Step(
            to="end-proposed", right="advise", not_by=MINE, needs=("reasons", "in_force")
        ),
        ("end-proposed", "end"): Step(to="to-end", right="decide", not_by=("propose-end", *MINE)),
        ("end-proposed", "go-on"): Step(
            to=TOLD, right="decide", not_by=("propose-end", *MINE), needs=("reasons",)
        ),
        (TOLD, "lift"): Step(to="lifted", right="", needs=("announced",), closes=True),
        **{(state, "withdraw"): _TAKEN_BACK for state in (TOLD, "end-proposed")},
        **{(state, "take-back"): _TAKEN_BACK_ON_PAPER for state in (TOLD, "end-proposed")},
    },
)
"""While a case of this table is open and it is known who asks, the database restricts that person's data (COR-29).
Refused, or ended by two people: the person is told before, and some days later a job lifts it (article 18(3)).
`put-back`: a backup that is older than the request was put back, and the ledger knows of it.
`recipients`: who received the data, for whoever tells them (article 19). A restriction that nobody could be told the end of
goes on: there is no `not-inform` here. `withdraw`: it was theirs to ask, so it is theirs to take back, at once."""

WORKFLOWS: Final = {one.key: one for one in (ACCESS, RESTRICTION)}

ENDS: Final = ("refuse", "end")
"""The steps by which a restriction ends, once the person was told."""

NO_FILE: Final = "no-file"
"""The note of `establish-identity` where no file is held of whoever asks."""

OUR_TERM: Final = gettext_noop("Answer a request: our own term")
LAWS_TERM: Final = gettext_noop("Answer a request: the term of the law")
MORE_TIME: Final = gettext_noop("Answer a request: the law's extended term")
CLOCKS: Final = (OUR_TERM, LAWS_TERM, MORE_TIME)
RECIPIENTS: Final = gettext_noop("Tell who received these data that their use is restricted")
WEIGH: Final = gettext_noop("Look whether a restriction can end")
TERMS: Final = {ACCESS.key: "access-request", RESTRICTION.key: "restriction-request"}
"""The term in the policy; four weeks or a month, and never more than the law's."""

NOTICE: Final = "restriction.notice"
"""The term in the policy: how long before a restriction ends the person is told (article 18(3))."""

TELL: Final = "restriction.recipients"
"""The term in the policy: within how long whoever received the data hears of it (article 19)."""

REVIEW: Final = "restriction.review"
"""The term in the policy: after how long somebody looks whether a restriction is still needed."""

LAW_OF_ANSWERS: Final = "gdpr-12-3"
LAW_OF_PETITIONS: Final = "uavg-35-2"
STAFF_PATH: Final = "/werk/verzoeken/{}/"
PAPER_PATH: Final = "/werk/verzoeken/{}/afgeven/"
OWN_PATH: Final = "/mijn/verzoeken/{}/"


def workflow_of(case: Case) -> Workflow:
    """The table that a case follows."""
    return WORKFLOWS[case.workflow]
