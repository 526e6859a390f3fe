"""Requests and answers hang on their case.

No right opens an answer to staff (`staff=False`); one that waits to be handed over on paper is open to whoever does that.
"""

from huisvrede.core.declaration import KEY, PersonalData
from huisvrede.core.vocabulary import Category
from huisvrede.engines.rights.models import Answer, Channel, HeldBack, How, Request
from huisvrede.engines.rights.rules import ACTIVITY, WORKFLOWS
from huisvrede.foundation.cases.personal_data import BY_HAND, MYSELF, NOT_MINE, ON_PAPER, PART
from huisvrede.foundation.cases.workflows import follow
from huisvrede.foundation.register.declarations import declare

for workflow in WORKFLOWS.values():
    follow(workflow, ACTIVITY)
declare(
    Request,
    PersonalData(
        activity="",
        activity_from="activity",
        activities=lambda: (ACTIVITY,),
        anchor="case",
        own=frozenset({"view", "create"}),
        system=frozenset({"create"}),
        rights={"update": ("establish-identity",)},
        after={"insert": "identified_by = ''"},
        opens={"select": ON_PAPER.format("case_id")},
        own_checks={
            "insert": f"channel = '{Channel.PORTAL}' AND identified_by = '{How.SIGNED_IN}' AND asked_by = '' AND reach = ''"
        },
        never=(
            (
                "(OLD.case_id, OLD.channel, OLD.asked_by, OLD.reach, OLD.wording, OLD.language, OLD.ground)"
                " IS DISTINCT FROM (NEW.case_id, NEW.channel, NEW.asked_by, NEW.reach, NEW.wording, NEW.language, NEW.ground)"
            ),
        ),
        fields={
            **PART,
            "channel": Category.CORRESPONDENCE,
            "asked_by": Category.IDENTITY,
            "reach": Category.CONTACT,
            "wording": Category.CORRESPONDENCE,
            "language": Category.PREFERENCE,
            "ground": Category.CORRESPONDENCE,
            "identified_by": Category.CORRESPONDENCE,
        },
    ),
)
declare(
    Answer,
    PersonalData(
        activity="",
        activity_from="activity",
        activities=lambda: (ACTIVITY,),
        anchor="case",
        own=frozenset({"view"}),
        staff=False,
        opens={"select": ON_PAPER.format("case_id")},
        system=frozenset({"create"}),
        fields={**PART, "pdf": Category.CORRESPONDENCE, "data": Category.CORRESPONDENCE, "made_on": KEY},
    ),
)
CARRIED = "document = ANY (ARRAY(SELECT d.document FROM walls.answerable(case_id) d))"
EXAMINED, ADVISED = (f"walls.in_state(case_id, '{state}')" for state in ("examined", "advised"))
BEFORE_ADVICE = f"{NOT_MINE} AND {CARRIED} AND {EXAMINED}"
"""Nothing is held back that no advice and no decision saw, nor what is not this person's."""
declare(
    HeldBack,
    PersonalData(
        activity="",
        activity_from="activity",
        activities=lambda: (ACTIVITY,),
        anchor="case",
        own=frozenset(),
        rights={"insert": ("advise",), "update": (), "delete": ("advise", "decide")},
        checks={
            "insert": f"{MYSELF} AND {BEFORE_ADVICE}",
            # Given after all: by the adviser before the advice, or by whoever decides on it; also what stands in no file now.
            "delete": f"{NOT_MINE} AND NOT (SELECT walls.advised(case_id)) AND ({EXAMINED} OR {ADVISED})",
        },
        fields={**BY_HAND, "document": KEY, "ground": Category.DECISION, "reason": Category.DECISION},
    ),
)
