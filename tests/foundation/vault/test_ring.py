"""The organisation's keys lie in one file of its own: made once, missed in a sentence, shut to others."""

from __future__ import annotations

from pathlib import Path

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.vault.ring import RingError, add_key, drop_keys, path_of, ring_of
from huisvrede.foundation.vault.rotation import tidy
from tests.conftest import as_login
from tests.foundation.vault.sealed import MARKER, house, numbered, opened

__all__ = ["house"]


def test_a_key_that_is_still_needed_is_kept_and_missed_in_a_sentence(house: Organisation) -> None:
    one = numbered(house)
    path = path_of(house)
    text = path.read_text()
    path.write_text(f"00000000 {'ab' * 32}\n{text}")
    with as_login(house, "worker"):
        assert tidy(house) == []
    path.write_text(f"00000000 {'ab' * 32}\n")
    with pytest.raises(RingError, match="is gone from the ring"):
        opened(house, one)
    path.write_text("no ring")
    with pytest.raises(RingError, match="is no ring of keys"):
        opened(house, one)
    path.chmod(0o644)
    path.write_text(text)
    with pytest.raises(RingError, match="is open to others"):
        opened(house, one)
    path.chmod(0o600)
    assert opened(house, one) == MARKER


def test_a_ring_is_made_once_and_for_its_owner_alone(care_group: Organisation) -> None:
    first = ring_of(care_group)
    assert (ring_of(care_group), path_of(care_group).stat().st_mode & 0o077) == (first, 0)
    assert first.keys[first.current].hex() not in repr(first)


def test_a_new_key_goes_in_front_and_what_is_not_kept_goes(care_group: Organisation) -> None:
    old = ring_of(care_group).current
    fresh = add_key(care_group)
    assert list(ring_of(care_group).keys) == [fresh, old]
    assert (drop_keys(care_group, keep={old}), drop_keys(care_group, keep=set())) == ([], [old])
    assert (drop_keys(care_group, keep=set()), list(ring_of(care_group).keys)) == ([], [fresh])


def test_the_credential_of_the_system_goes_before_the_file(
    care_group: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / f"huisvrede-{care_group.key}.kek"
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert path_of(care_group).name == f"{care_group.key}.kek"
    given.write_text(f"abcd {'12' * 32}\n")
    given.chmod(0o400)
    assert (path_of(care_group), ring_of(care_group).current) == (given, "abcd")
