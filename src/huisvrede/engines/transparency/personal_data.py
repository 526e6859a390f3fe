"""The statement is public and names nobody."""

from huisvrede.core.declaration import KEY, Ground
from huisvrede.engines.transparency.models import Statement
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
