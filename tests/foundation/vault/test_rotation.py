"""A new key of the organisation wraps the key of every file anew, also when it was stopped halfway."""

from __future__ import annotations

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.vault import rotation
from huisvrede.foundation.vault.ring import ring_of
from huisvrede.foundation.vault.rotation import rotate, tidy
from tests.conftest import as_login
from tests.foundation.vault.sealed import MARKER, house, keys, numbered, opened

__all__ = ["house"]


def test_a_new_key_of_the_organisation_opens_what_the_old_one_wrapped(house: Organisation) -> None:
    one, before = numbered(house), ring_of(house).current
    with as_login(house, "worker"):
        assert (rotate(house), rotate(house)) == (1, 0)
    fresh = ring_of(house).current
    assert (fresh != before, set(keys(house).values())) == (True, {fresh})
    with as_login(house, "worker"):
        assert tidy(house) == [before]
        assert tidy(house) == []
    assert (opened(house, one), set(ring_of(house).keys)) == (MARKER, {fresh})


def test_one_that_was_stopped_is_finished_with_the_same_key(
    house: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [numbered(house), numbered(house, "tariq", "123456782")]
    monkeypatch.setattr(rotation, "BATCH", 1)

    def stop(done: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with as_login(house, "worker"), pytest.raises(KeyboardInterrupt):
        rotate(house, told=stop)
    assert len(set(keys(house).values())) == 2
    assert [opened(house, one) for one in both] == [MARKER, "123456782"]
    fresh = ring_of(house).current
    with as_login(house, "worker"):
        assert rotate(house) == 1
    assert (ring_of(house).current, set(keys(house).values())) == (fresh, {fresh})
    assert [opened(house, one) for one in both] == [MARKER, "123456782"]
