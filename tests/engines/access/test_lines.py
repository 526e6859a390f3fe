"""The log as lines of the standard: acts alone, unless somebody asks by the word of a data subject."""

from __future__ import annotations

from datetime import timedelta

from huisvrede.engines.access.lines import Wanted, found
from huisvrede.foundation.audit.lines import place_of, pseudonym
from huisvrede.foundation.audit.models import Look
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.doors import open_one
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests.cast import member
from tests.conftest import TODAY


def test_each_way_of_asking_finds_its_lines_and_no_other(organisation: Organisation) -> None:
    for name in ("sanne", "tariq", "tariq"):
        with acting(organisation, member("anna").acting("registration", TODAY)):
            open_one(Registration, member(name).file)
    word = pseudonym(organisation, member("tariq").person)
    with acting(organisation, member("petra").acting("accountability", TODAY)):
        acts = list(Look.objects.filter(activity="home-seekers").order_by("-at"))
        last = acts[0].at  # who asks by a word is in the log of that person too
        here = place_of(organisation, "home-seekers")

        def traces(wanted: Wanted, size: int = 9) -> list[bytes]:
            return [line.trace for line in found(wanted, after=None, size=size).lines if not line.parent]

        assert traces(Wanted(trace=acts[0].pk)) == [acts[0].pk.bytes]
        assert traces(Wanted(activity=here)) == [one.pk.bytes for one in acts]
        for nowhere in ("home-seekers", here.replace("http", "x"), f"{here}/", "/", ""):
            assert traces(Wanted(activity=nowhere or "x")) == []
        assert traces(Wanted(activity=here, since=acts[1].at, until=acts[1].at)) == [acts[1].pk.bytes]
        assert traces(Wanted(activity=here, until=acts[2].at - timedelta(seconds=1))) == []
        assert traces(Wanted(subject=word, until=last)) == [one.pk.bytes for one in acts[:2]]
        assert traces(Wanted(subject="0" * 64)) == traces(Wanted(subject="é")) == []
        assert traces(Wanted(subject=word, since=last, until=last)) == [acts[0].pk.bytes]
        first = found(Wanted(subject=word, until=last), after=None, size=1)
        rest = found(Wanted(subject=word, until=last), after=first.following, size=1)
        assert ([line.trace for line in rest.lines], rest.following) == ([acts[1].pk.bytes] * 2, None)
        assert {line.attributes["dpl.core.data_subject_id"] for line in rest.lines if line.parent} == {word}
        everything = found(Wanted(activity=here), after=None, size=9).lines
        assert [line for line in everything if "dpl.core.data_subject_id" in line.attributes] == []
