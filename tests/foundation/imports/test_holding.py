"""The file of an import stands sealed on disk from upload to end, and then neither file nor key is left."""

from __future__ import annotations

import io

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.documents import shelf
from huisvrede.foundation.imports import holding, services
from huisvrede.foundation.imports.models import Import
from huisvrede.foundation.imports.tasks import clear_done
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.foundation.vault.sealed import keys
from tests.importing import bring, checked, confirm, counts, file_of, names, row, state_of, work


def on_disk(organisation: Organisation) -> bytes:
    """Everything that stands on the shelf."""
    places = [place for room in range(shelf.ROOMS) for place in shelf.standing(organisation, room)]
    return b"".join(shelf.path_of(organisation, place).read_bytes() for place in places)


def test_what_is_brought_stands_sealed_until_it_is_stored_and_then_no_longer(
    organisation: Organisation,
) -> None:
    run = checked(organisation, file_of(row(Achternaam="Ongeziens")))
    found = state_of(organisation, run)
    assert len(on_disk(organisation)) > 100
    assert b"Ongeziens" not in on_disk(organisation) + bytes(found.content or b"")
    assert run in keys(organisation)
    confirm(organisation, run)
    work(organisation)
    with as_login(organisation, "worker"):
        assert clear_done(organisation, on=TODAY) == 1
        assert clear_done(organisation, on=TODAY) == 0
    found = state_of(organisation, run)
    assert (counts(found), found.place, found.content) == (("stored", 1, 0, 0), None, None)
    assert (on_disk(organisation), run in keys(organisation)) == (b"", False)


def test_a_file_that_was_stopped_goes_at_the_next_look_of_the_worker(organisation: Organisation) -> None:
    run = checked(organisation, file_of(row()))
    with acting(organisation, member("anna").acting("registration", TODAY)):
        services.withdraw(run=run, version=Import.objects.get(pk=run).version)
    assert state_of(organisation, run).content is None
    work(organisation)
    assert (on_disk(organisation), run in keys(organisation)) == (b"", False)


@pytest.mark.parametrize("state", ["checking", "storing"])
@pytest.mark.parametrize("lost", ["key", "file", "end of the file"])
def test_a_file_that_opens_no_more_is_told_and_brought_again(
    organisation: Organisation, state: str, lost: str
) -> None:
    rows = [row(Inschrijfnummer=str(n), Achternaam=f"Boom{n}" * 10) for n in range(2_000)]
    run = checked(organisation, file_of(*rows)) if state == "storing" else bring(organisation, file_of(*rows))
    if state == "storing":
        confirm(organisation, run)
    found = state_of(organisation, run)
    assert found.place is not None
    path = shelf.path_of(organisation, found.place)
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        if lost == "key":
            holding.end_keys(organisation, Import, [run])
    if lost == "file":
        path.unlink()
    if lost == "end of the file":
        path.write_bytes(path.read_bytes()[:70_000])
    work(organisation)
    found = state_of(organisation, run)
    assert (found.state, found.refusal) == ("refused", {"code": "gone", "facts": {}})
    assert names(organisation) == []


def test_a_row_that_cannot_be_written_leaves_no_file(organisation: Organisation) -> None:
    with (
        as_login(organisation, "worker"),
        acting(organisation, system("registration", TODAY)),
        pytest.raises(ZeroDivisionError),
        holding.put_away(Import(), io.BytesIO(b"x")),
    ):
        raise ZeroDivisionError
    assert on_disk(organisation) == b""
