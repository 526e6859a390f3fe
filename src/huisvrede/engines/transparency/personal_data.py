"""The statement is public and names nobody; a draft of the policy knows who wrote it."""

from huisvrede.core.declaration import KEY, Ground, PersonalData
from huisvrede.core.vocabulary import Category
from huisvrede.engines.transparency.models import Draft, Statement
from huisvrede.engines.transparency.rules import ACTIVITY, POLICY, PROPOSES
from huisvrede.foundation.cases.personal_data import BY_HAND, MYSELF
from huisvrede.foundation.cases.workflows import follow
from huisvrede.foundation.register.declarations import declare

READ = {(kind, "select"): "true" for kind in ("staff", "subject", "party", "visitor", "system")}
WHOLE = tuple(
    f"coalesce(content -> '{tongue}' ?& ARRAY['organisation', 'about', 'activities', 'answer_within'], false)"
    for tongue in ("nl", "en")
)
"""What is published is a statement, in each language: whatever wrote the row, the public page can show it."""
PUBLISHES = "(SELECT walls.may('rights', 'publish', 'organisation')) AND published_by = (SELECT walls.hat())"

declare(
    Statement,
    Ground(
        why="The published privacy statement; public, no personal data.",
        always=WHOLE,
        fields={f.name: KEY for f in Statement._meta.concrete_fields},
        policies={**READ, ("staff", "insert"): PUBLISHES, ("system", "insert"): "(SELECT walls.system())"},
    ),
)
follow(POLICY, ACTIVITY)
declare(
    Draft,
    PersonalData(
        activity="",
        activity_from="activity",
        activities=lambda: (ACTIVITY,),
        anchor="case",
        own=frozenset(),
        rights={"insert": (PROPOSES,), "update": ()},
        checks={"insert": MYSELF},
        always=(
            "content ->> 'key' = key AND jsonb_typeof(content) = 'object' AND octet_length(content::text) < 200000",
            "key ~ '^[a-z][a-z0-9-]*$'",
        ),
        fields={**BY_HAND, "key": KEY, "number": KEY, "content": Category.DECISION},
    ),
)
