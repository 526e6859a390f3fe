"""How far a reading is, is seen by others while its own transaction is still open."""

from __future__ import annotations

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.imports.tasks import PROGRESS
from huisvrede.foundation.jobs.progress import noted
from tests.cast import member
from tests.conftest import TODAY
from tests.importing import bring, file_of, row, state_of


def test_progress_is_committed_at_once_and_not_too_often(organisation: Organisation) -> None:
    run, anna = bring(organisation, file_of(row())), member("anna").acting("registration", TODAY)
    with noted(organisation, anna, run, PROGRESS) as tell:
        tell(1200)
        tell(1300)
        assert state_of(organisation, run).done == 1200


def test_nobody_notes_progress_on_the_file_of_another(organisation: Organisation) -> None:
    run = bring(organisation, file_of(row()))
    with noted(organisation, member("dubbel").acting("registration", TODAY), run, PROGRESS) as tell:
        tell(1200)
    assert state_of(organisation, run).done == 0
