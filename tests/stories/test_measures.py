"""Measures are on record, and each that is on record is in place: a measure that nobody tries here fails (CAR-35)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connections
from django.test import Client

from huisvrede.core.policy import load
from huisvrede.core.vocabulary import Category, Sensitivity
from huisvrede.foundation.audit.models import Look, Seen
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.declarations import all_declared
from huisvrede.foundation.register.fields import SealedField
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Identifier
from tests.browsing import signed_in, visiting
from tests.cast import STAFF, member, system
from tests.conftest import ROOT, TODAY, as_login
from tests.foundation.gates.test_proving import refused, thief
from tests.foundation.vault.sealed import MARKER, house, numbered
from tests.signing_in import give_password, text

__all__ = ["house"]
FILE = f"/werk/bewoners/{member('tariq').file}/"


def the_database_guards(house: Organisation) -> None:
    with acting(house, member("chris").acting("care-plan", TODAY)), connections[house.key].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM care_resident")
        assert cursor.fetchone()[0] == 0


def a_second_check(house: Organisation) -> None:
    client: Client = visiting(house)
    assert give_password(client, "anna").headers["Location"] == "/account/2fa/code/"
    assert client.get(FILE).status_code == 302


def who_opens_is_recorded(house: Organisation) -> None:
    assert signed_in(house, "bram").get(FILE).status_code == 200
    with as_login(house, "worker"), acting(house, system("count", TODAY)):
        (look,) = Look.objects.filter(hat=member("bram").hat, action="view", activity="care-files")
        seen = Seen.objects.get(look=look.pk)
    assert (look.purpose, seen.subject, look.at) == ("care-plan", member("tariq").person, seen.at)


def secrecy_was_promised(house: Organisation) -> None:
    assert signed_in(house, "noor").get(FILE).headers["Location"] == "/werk/geheimhouding/"
    with acting(house, member("noor").acting("care-plan", TODAY)), connections[house.key].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM care_resident")
        assert cursor.fetchone()[0] == 0


IN_PLACE: dict[str, Callable[[Organisation], None]] = {
    "Only people with a task see the data. The database guards this by itself as well.": the_database_guards,
    "Staff sign in with a second check, such as a code on their phone.": a_second_check,
    "The system records who opens which data, when and why.": who_opens_is_recorded,
    "Everyone with access has promised to keep the data secret.": secrecy_was_promised,
}


@pytest.mark.clause("CAR-35")
def test_each_measure_on_record_is_in_place(house: Organisation) -> None:
    # Given: the measures that the record names for residents' files, read by a member of staff and by the public.
    activity = load(ROOT / "profiles" / house.profile).activities["care-files"]
    measures = [one["en"] for one in activity.security]
    page = text(signed_in(house, "petra").get("/werk/register/care-files/"))
    assert [one for one in measures if one not in page] == []
    # Then: each is tried, and there is none that nobody tries.
    for one in measures:
        IN_PLACE[one](house)


def test_every_activity_that_is_open_has_measures_on_record() -> None:
    for profile in STAFF:
        policy = load(ROOT / "profiles" / profile)
        assert [one.key for one in policy.activities.values() if one.open and not one.security] == []


@pytest.mark.clause("ALL-39")
def test_a_higher_class_is_protected_more(house: Organisation) -> None:
    # Given: each kind of data has one of three classes, told in the register where it asks for more.
    assert {one.sensitivity for one in Category} == set(Sensitivity)
    page = text(signed_in(house, "petra").get("/werk/register/care-files/"))
    assert "health (special)" in page
    assert "name and identity (" not in page
    # Then: whatever is sensitive or special is sealed, in every table there is.
    classes = {
        (f"{model._meta.label}.{name}", isinstance(model._meta.get_field(name), SealedField))
        for model, declared in all_declared()
        for name, kind in declared.fields.items()
        if isinstance(kind, Category) and kind.sealed
    }
    assert {sealed for _field, sealed in classes} == {True}
    # And: it is masked on the page until somebody opens it for a purpose, with a right of its own, in their own browser.
    key, anna = numbered(house), signed_in(house, "anna")
    shut = f"/werk/bewoners/{member('sanne').file}/nummers/"
    assert MARKER not in text(anna.get(shut))
    assert refused(thief(anna).post(f"{shut}{key}/"))
    assert MARKER in text(anna.post(f"{shut}{key}/"))
    with acting(house, member("anna").acting("care-plan", TODAY)):
        assert not Identifier.objects.exists()  # the same colleague, under another purpose
