"""Duties hang on their case and go with it."""

from huisvrede.core.declaration import KEY, PersonalData
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.cases.personal_data import ON_PAPER, PART, WORKS
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.register.declarations import declare

declare(
    Duty,
    PersonalData(
        activity="",
        activity_from="activity",
        anchor="case",
        own=frozenset({"view", "create"}),
        system=frozenset({"create", "edit"}),
        rights={"insert": ("create", *WORKS), "update": WORKS},
        opens={"select": ON_PAPER.format("case_id")},
        own_checks={
            "insert": "began_on = (SELECT walls.day()) AND due_on >= began_on AND done_on IS NULL AND reminded_on IS NULL"
        },
        never=(
            (
                "(OLD.case_id, OLD.what, OLD.began_on, OLD.due_on, OLD.article)"
                " IS DISTINCT FROM (NEW.case_id, NEW.what, NEW.began_on, NEW.due_on, NEW.article)"
            ),
            "OLD.done_on IS NOT NULL",
        ),
        fields={
            **PART,
            "what": Category.CORRESPONDENCE,
            "right": KEY,
            "began_on": Category.CORRESPONDENCE,
            "due_on": Category.CORRESPONDENCE,
            "article": KEY,
            "done_on": Category.CORRESPONDENCE,
            "reminded_on": KEY,
        },
    ),
)
