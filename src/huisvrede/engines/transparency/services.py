"""Publishing the privacy statement."""

from __future__ import annotations

from datetime import date

from huisvrede.engines.transparency.models import Statement
from huisvrede.engines.transparency.statement import compose
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.gates.doors import require
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import session


def publish(*, on: date) -> Statement:
    """Freeze the statement of the version in force and make it the public one (articles 12 to 14).

    Needs the right `publish` in the activity `rights`. A version is published once; again changes nothing.
    """
    require("rights", "publish", "organisation")
    version = version_on(on)
    statement, made = Statement.objects.get_or_create(
        version=version,
        defaults={"content": compose(version), "published_on": on, "published_by": session().acting.hat},
    )
    if made:
        record("rights", "publish", [])
    return statement
