"""Run as `python -m tests.make_template PROFILE owner|worker`: tables and walls, then policy and cast."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import huisvrede.faces.cli.ready  # noqa: F401
from huisvrede.core.vocabulary import Kind
from huisvrede.faces.cli.migrating import migrate_control, migrate_organisation, months
from huisvrede.foundation.cluster.connections import join
from huisvrede.foundation.cluster.organisations import folder
from huisvrede.foundation.register.services import adopt_profile
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting
from tests.cast import play
from tests.template import ROOT, template

BEGIN = date(2022, 1, 3)


def main(profile: str, login: str) -> None:
    """One half of the template, as the login that does it in production."""
    organisation = template(profile)
    join(organisation, folder(), login)
    if login == "owner":
        migrate_control()
        list(migrate_organisation(organisation))
        months(organisation, date.today().replace(day=1))
        return
    with acting(organisation, Acting(kind=Kind.SYSTEM, purpose="adoption", day=BEGIN)):
        adopt_profile(Path(ROOT / "profiles" / profile), on=BEGIN)
    play(organisation)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
