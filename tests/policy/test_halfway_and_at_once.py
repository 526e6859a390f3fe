"""What is cut off halfway leaves nothing half; what comes twice at once counts once; what is not one's own is not seen."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from huisvrede.engines.rights.models import Answer
from huisvrede.foundation.cases.models import Letter
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people.browsers import DEVICE
from huisvrede.foundation.walls.session import acting
from tests.asking import advised, answered, asked, decided, state
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import ROOT, TODAY, VAR, as_login
from tests.foundation.gates.test_filing import added
from tests.foundation.vault.sealed import house
from tests.signing_in import text

__all__ = ["house"]
DIES = """
import json, os, signal, sys
import huisvrede.faces.cli.ready
from huisvrede.engines.rights import answering
from huisvrede.engines.rights.tasks import answer_granted
from huisvrede.foundation.cluster.connections import join
from huisvrede.foundation.cluster.organisations import Organisation, folder
from tests.conftest import TODAY
organisation = Organisation(**json.loads(sys.argv[1]))
join(organisation, folder(), "worker")
answering.take_step = lambda **_said: os.kill(os.getpid(), signal.SIGKILL)
answer_granted(organisation, on=TODAY)
"""


def made(organisation: Organisation) -> tuple[int, int]:
    """How many answers and letters there are."""
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        return Answer.objects.count(), Letter.objects.count()


@pytest.mark.slow
def test_an_answer_with_documents_that_is_cut_off_leaves_no_half_answer(house: Organisation) -> None:
    # given a granted request of somebody with a document in their file
    row = added(house)
    key = asked(house, "tariq")
    advised(house, key)
    decided(house, key)
    # when the worker is killed once letter and package were written, before its step
    killed = subprocess.run(
        [sys.executable, "-c", DIES, json.dumps(asdict(house))],
        cwd=ROOT,
        env={**os.environ, "HUISVREDE_VAR": str(VAR), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    # then there is nothing of it, and no document goes with what is not there
    assert (made(house), state(house, key)) == ((0, 0), "granted")
    tariq, page = signed_in(house, "tariq"), f"/mijn/verzoeken/{key}/"
    assert str(row.pk) not in text(tariq.get(page))
    assert tariq.get(f"{page}documenten/{row.pk}/").status_code == 404
    # and the next look answers whole, once
    assert (answered(house), answered(house), made(house)) == (1, 0, (1, 1))
    assert tariq.get(f"{page}documenten/{row.pk}/").status_code == 200


def test_a_proof_that_comes_twice_at_once_opens_one_page(care_group: Organisation) -> None:
    # given one proof of Bram's browser, in two hands
    bram = signed_in(care_group, "bram")
    path = f"/werk/bewoners/{member('tariq').file}/"
    device = bram.session[DEVICE]
    assert bram.key is not None
    proof = bram.key.proof(device["nonce"], "GET", path)
    hands = [Client(HTTP_HOST=care_group.host, HTTP_ACCEPT_LANGUAGE="en") for _hand in range(2)]
    for hand in hands:
        hand.cookies[settings.SESSION_COOKIE_NAME] = bram.cookies[settings.SESSION_COOKIE_NAME].value
        hand.cookies[settings.PROOF_COOKIE_NAME] = proof
    # when both ask at the same moment
    together, answers = threading.Barrier(2), []

    def ask(hand: Client) -> None:
        together.wait()
        try:
            answers.append(hand.get(path).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, args=(hand,)) for hand in hands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # then one gets the page, the other is asked whether it is the same browser
    assert sorted(answers) == [200, 403]
