"""A key of a file that never came to be is found by the night, and no key of a file is."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.keys import forget_orphans
from huisvrede.foundation.vault.sealing import seal
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Identifier
from tests.cast import member
from tests.conftest import TODAY, as_login
from tests.foundation.vault.sealed import house, keys, numbered

__all__ = ["house"]


def test_a_key_without_a_file_goes_after_a_day_and_no_other(house: Organisation) -> None:
    kept = numbered(house)
    with acting(house, member("anna").acting("administration", TODAY)):
        seal(Identifier(resident_id=uuid4()), "value", "x")
    assert len(keys(house)) == 2
    with as_login(house, "worker"):
        assert forget_orphans(house, on=TODAY, now=timezone.now()) == 0
        assert forget_orphans(house, on=TODAY, now=timezone.now() + timedelta(days=2)) == 1
    assert set(keys(house)) == {kept}
