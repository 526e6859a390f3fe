"""Papers of a home seeker: brought by themselves or at the counter, sealed, opened for a purpose, of the kinds that we may have alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connections
from django.utils import timezone
from psycopg.types.json import Jsonb

from huisvrede.core.duration import Period
from huisvrede.core.periods import retained_until
from huisvrede.foundation.audit.models import Seen
from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.disposal.models import Hold, Line
from huisvrede.foundation.disposal.services import nightly
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Document, Registration
from tests import template
from tests.browsing import Watched, signed_in, visiting
from tests.cast import member, system
from tests.conftest import VAR, as_login
from tests.signing_in import text

NOW, DAY = timezone.localdate(), timedelta(days=1)
MARKER = b"Plevierpapier"
FILE = f"/werk/woningzoekenden/{member('tariq').file}/"
PAGE, OWN = f"{FILE}documenten/", "/mijn/gegevens/documenten/"


@pytest.fixture
def service(organisation: Organisation) -> Organisation:
    """The allocation service with a vault from the start."""
    server = postgres.running(VAR)
    assert server is not None
    template.with_vault(server, organisation)
    return organisation


def bring(client: Watched, page: str = OWN, *, paper: str = "income", content: bytes = MARKER) -> Any:
    return client.post(page, {"paper": paper, "title": "Loonstrook", "file": SimpleUploadedFile("a.txt", content)})


def kept(house: Organisation) -> list[Document]:
    with as_login(house, "worker"), acting(house, system("rights", NOW)):
        return list(Document.objects.all())


def acts(house: Organisation) -> list[tuple[str, str, str]]:
    with as_login(house, "worker"), acting(house, system("rights", NOW)):
        lines = Seen.objects.filter(subject=member("tariq").person, action__endswith="-document").order_by("at")
        return list(lines.values_list("action", "purpose", "role"))


def test_a_home_seeker_brings_a_paper_and_sees_who_opened_it(service: Organisation) -> None:
    # Given: Tariq is asked for proof of his income, and sends it himself.
    tariq, anna, bram = (signed_in(service, name) for name in ("tariq", "anna", "bram"))
    assert OWN in text(tariq.get("/mijn/gegevens/"))
    assert "No copy of a passport" in text(tariq.get(OWN))
    assert bring(tariq).headers["Location"] == OWN
    (row,) = kept(service)
    assert [one in text(tariq.get(OWN)) for one in ("Loonstrook", "Proof of income")] == [True, True]
    # Then: customer service opens it for that purpose, and so does the advisor who handles his file.
    assert PAGE in text(anna.get(FILE))
    shown = text(anna.get(PAGE))
    assert ["Proof of income" in shown, "by the person concerned" in shown] == [True, True]
    for client in (anna, bram):
        opened = client.get(f"{PAGE}{row.pk}/")
        assert opened.getvalue() == MARKER
        assert opened.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    # And: he opens it himself, and reads in his own log who did.
    assert tariq.get(f"{OWN}{row.pk}/").getvalue() == MARKER
    assert acts(service) == [
        ("add-document", "eligibility", "subject"),
        ("view-document", "eligibility", "customer-service"),
        ("view-document", "eligibility", "advisor"),
        ("view-document", "eligibility", "subject"),
    ]
    assert "document opened" in text(tariq.get("/mijn/inzage-log/"))


def test_a_paper_that_came_by_post_is_added_by_customer_service_alone(service: Organisation) -> None:
    anna, bram = signed_in(service, "anna"), signed_in(service, "bram")
    assert bring(anna, PAGE, paper="tenancy").status_code == 302
    page = text(bram.get(PAGE))
    assert ["Statement of a landlord" in page, "by Anna" in page, "Add a document" in page] == [True, True, False]
    bring(bram, PAGE)
    assert [row.paper for row in kept(service)] == ["tenancy"]


@pytest.mark.parametrize("who", ["chris", "petra", "dirk", "ada", "noor", "sanne"])
def test_nobody_else_sees_adds_or_opens_one(service: Organisation, who: str) -> None:
    bring(signed_in(service, "tariq"))
    (row,) = kept(service)
    client = signed_in(service, who)
    for path in (PAGE, f"{PAGE}{row.pk}/", f"{OWN}{row.pk}/"):
        assert client.get(path).status_code in {302, 404}
    assert bring(client, PAGE).status_code in {302, 404}
    assert [one.pk for one in kept(service)] == [row.pk]
    with acting(service, member(who).acting("eligibility", NOW)):
        assert not Document.objects.exists()


def by_hand(house: Organisation, **changes: Any) -> None:
    """A document as a statement of SQL writes it."""
    row = {
        "registration": member("tariq").file,
        "account": member("tariq").account,
        "hat": member("tariq").hat,
        "added_on": NOW,
        "paper": "income",
        "times": 1,
        **changes,
    }
    with connections[house.key].cursor() as cursor:
        cursor.execute(
            "INSERT INTO allocation_document (id, title, kind, size, place, digest, content, added_on, account, hat, paper,"
            " registration_id) SELECT gen_random_uuid(), 'x', 'text/plain', 1, gen_random_uuid(), '', '', %(added_on)s,"
            " %(account)s, %(hat)s, %(paper)s, %(registration)s FROM generate_series(1, %(times)s)",
            row,
        )


@pytest.mark.parametrize(
    "changes",
    [
        {"registration": member("sanne").file},
        {"account": member("anna").account},
        {"hat": member("anna").hat},
        {"added_on": NOW.replace(year=2020)},
    ],
)
def test_the_database_takes_a_paper_from_its_bringer_alone(service: Organisation, changes: dict[str, Any]) -> None:
    with acting(service, member("tariq").acting("eligibility", NOW)):
        with pytest.raises(ProgrammingError, match="row-level security"), savepoint():
            by_hand(service, **changes)
        by_hand(service)


def test_a_kind_that_the_policy_does_not_have_is_neither_asked_nor_kept(service: Organisation) -> None:
    """The organisation decides that it needs no income any more."""
    server = postgres.running(VAR)
    assert server is not None
    with psycopg.connect(server.dsn(dbname=service.main)) as superuser:
        superuser.execute(
            "UPDATE register_activity SET content = jsonb_set(content, '{categories}', %s) WHERE key = 'home-seekers'",
            [Jsonb(["identity", "household"])],
        )
    tariq = signed_in(service, "tariq")
    page = text(tariq.get(OWN))
    assert ["Proof of income" in page, "Divorce" in page] == [False, True]
    assert "Select a valid choice" in text(bring(tariq))
    with acting(service, member("tariq").acting("eligibility", NOW)):
        with pytest.raises(ProgrammingError, match="row-level security"), savepoint():
            by_hand(service)
        by_hand(service, paper="separation")


def test_no_more_than_the_policy_says_and_none_after_the_end(service: Organisation) -> None:
    tariq = signed_in(service, "tariq")
    with acting(service, member("tariq").acting("eligibility", NOW)):
        for _ in range(20):
            by_hand(service)
        # and the database says so itself, to one statement with many rows as well
        with pytest.raises(ProgrammingError, match="enough of these"), savepoint():
            by_hand(service)
    with acting(service, member("sanne").acting("eligibility", NOW)):
        with pytest.raises(ProgrammingError, match="enough of these"), savepoint():
            sanne = member("sanne")
            by_hand(service, times=21, account=sanne.account, hat=sanne.hat, registration=sanne.file)
    page = text(tariq.get(OWN))
    assert ["You have brought 20 documents" in page, "Bring a document" in page] == [True, False]
    bring(tariq)
    assert len(kept(service)) == 20
    sanne = signed_in(service, "sanne")
    assert "Bring a document" in text(sanne.get(OWN))
    sanne.post("/mijn/uitschrijven/")
    assert "Bring a document" not in text(sanne.get(OWN))


def test_a_paper_in_the_wrong_file_is_asked_out_and_the_home_seeker_reads_that_it_stood_there(service: Organisation) -> None:
    # Given: Anna put a paper in the file of Tariq that is somebody else's, and Tariq brought one himself.
    anna, tariq = signed_in(service, "anna"), signed_in(service, "tariq")
    bring(anna, PAGE)
    (wrong,) = kept(service)
    bring(tariq)
    (own,) = (one for one in kept(service) if one.pk != wrong.pk)
    # When: she takes hers out at once; of his she only asks it.
    assert anna.post(f"{PAGE}{wrong.pk}/eruit/", {"reason": "somebody-else"}).status_code == 302
    assert anna.post(f"{PAGE}{own.pk}/eruit/", {"reason": "not-here"}).status_code == 302
    # Then: hers is gone, his is there, and he reads what happened, not whose it was. Nobody else comes near.
    assert [one.pk for one in kept(service)] == [own.pk]
    assert "A document that was not yours stood in your file. It was taken out." in text(tariq.get(OWN))
    assert "stood in your file" not in text(signed_in(service, "sanne").get(OWN))
    for name in ("bram", "chris", "petra", "tariq"):
        assert signed_in(service, name).post(f"{PAGE}{own.pk}/eruit/", {"answer": "out"}).status_code in {302, 404}
    assert [one.pk for one in kept(service)] == [own.pk]


@pytest.mark.clause("ALL-51", part="papers")
def test_a_paper_goes_before_its_file_by_a_period_of_its_own(service: Organisation) -> None:
    # given two home seekers who each brought a paper today, and a policy that keeps papers for half a year
    for name in ("tariq", "sanne"):
        bring(signed_in(service, name))
    last = retained_until(NOW, Period(months=6))
    assert "6 months from the day it was added" in text(visiting(service).get("/privacy/")).lower()
    # when the one of Sanne is held for a claim, and the night of the last day passes, and the one after that
    with as_login(service, "worker"):
        assert nightly(service, on=last).files == 0
        with acting(service, system("retention", NOW)):
            kept_for = {"starts_on": NOW, "ends_on": last + DAY * 9, "account": member("petra").account}
            Hold.objects.create(anchor=member("sanne").file, reason="legal-claim", **kept_for)
        night = nightly(service, on=last + DAY)
    # then Tariq's paper is gone with its key, on a certificate of its own, and his registration is there as it was
    assert (night.files, night.rows, night.certificates) == (1, 1, 1)
    with as_login(service, "worker"), acting(service, system("rights", NOW)):
        assert {row.registration_id for row in Document.objects.all()} == {member("sanne").file}
        assert Registration.objects.filter(pk=member("tariq").file).exists()
        (line,) = Line.objects.filter(model="allocation.document")
        assert (line.rule, line.stamped_at is not None) == ("added P6M (setting)", True)
        # and once nothing keeps it, hers goes too
    with as_login(service, "worker"):
        assert nightly(service, on=last + DAY * 10).files == 1
    assert kept(service) == []
