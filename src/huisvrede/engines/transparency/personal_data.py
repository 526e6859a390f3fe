"""The statement is public and names nobody."""

from huisvrede.core.declaration import KEY, Ground
from huisvrede.engines.transparency.models import Statement
from huisvrede.foundation.register.declarations import declare

READ = {(kind, "select"): "true" for kind in ("staff", "subject", "party", "visitor", "system")}
PUBLISHES = "(SELECT walls.may('rights', 'publish', 'organisation')) AND published_by = (SELECT walls.hat())"

declare(
    Statement,
    Ground(
        why="The published privacy statement; public, no personal data.",
        fields={f.name: KEY for f in Statement._meta.concrete_fields},
        policies={**READ, ("staff", "insert"): PUBLISHES, ("system", "insert"): "(SELECT walls.system())"},
    ),
)
