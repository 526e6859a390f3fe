"""Duties hang on their case and go with it; one about another row names nobody, and goes when that is done."""

from huisvrede.core.declaration import KEY, PersonalData
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.cases.personal_data import ON_PAPER, PART, WORKS
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.register.declarations import declare

CALLED = "about IS NOT NULL AND activity || '/' || \"right\" = ANY ((SELECT walls.called())::text[])"
"""A clock that hangs on no case: for whoever holds its right, under whichever purpose, since it names nobody."""
ASKED = (
    'walls.asks(about, activity, "right", due_on) AND began_on = (SELECT walls.day())'
    " AND reminded_on = began_on AND done_on IS NULL"
)
"""One that somebody at work starts, whatever right they hold: about what they asked for themselves."""

declare(
    Duty,
    PersonalData(
        activity="",
        activity_from="activity",
        anchor="case",
        own=frozenset({"view", "create"}),
        system=frozenset({"create", "edit"}),
        rights={"insert": ("create", *WORKS), "update": WORKS},
        opens={
            "select": f"{ON_PAPER.format('case_id')} OR {CALLED}",
            # Who asks for something starts the clock of whoever decides on it; who is called stops it, once it is done.
            "insert": "about IS NOT NULL",
            "update": CALLED,
        },
        checks={"insert": f"(about IS NULL OR {ASKED})"},
        after={
            "update": "(about IS NULL OR done_on IS NOT DISTINCT FROM (SELECT walls.day()) AND NOT walls.waits(about))"
        },
        own_checks={
            "insert": "began_on = (SELECT walls.day()) AND due_on >= began_on AND done_on IS NULL AND reminded_on IS NULL"
        },
        never=(
            (
                "(OLD.case_id, OLD.about, OLD.path, OLD.not_by, OLD.what, OLD.began_on, OLD.due_on, OLD.article)"
                " IS DISTINCT FROM"
                " (NEW.case_id, NEW.about, NEW.path, NEW.not_by, NEW.what, NEW.began_on, NEW.due_on, NEW.article)"
            ),
            'OLD.about IS NOT NULL AND OLD."right" <> NEW."right"',
            "OLD.done_on IS NOT NULL",
        ),
        fields={
            **PART,
            "about": KEY,
            "path": KEY,
            "not_by": KEY,
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
