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
