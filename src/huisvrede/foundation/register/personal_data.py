"""The policy itself holds no personal data; everyone may read what binds them."""

from django.db.models import Model

from huisvrede.core.declaration import KEY, Ground
from huisvrede.foundation.register.declarations import declare
from huisvrede.foundation.register.models import Activity, Retention, Right, Role, Term, Version

READ = {(kind, "select"): "true" for kind in ("staff", "subject", "party", "visitor", "system")}
ADOPT = {("system", "insert"): "(SELECT walls.system())"}


def _policy(model: type[Model]) -> None:
    fields = {f.name: KEY for f in model._meta.concrete_fields}
    declare(
        model,
        Ground(
            why="What the organisation decided; no personal data.", fields=fields, policies={**READ, **ADOPT}
        ),
    )


for _model in (Version, Activity, Right, Retention, Role, Term):
    _policy(_model)
