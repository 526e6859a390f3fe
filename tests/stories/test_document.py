"""A letter in a resident's file: brought by a support worker, sealed on disk, opened for a purpose, read by the resident, gone with the file."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from huisvrede.engines.rights.holdings import holdings
from huisvrede.engines.rights.namer import names_for
from huisvrede.foundation.audit.models import Seen
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Document
from tests.browsing import Watched, signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.foundation.vault.sealed import house
from tests.modules.allocation.cards import text

__all__ = ["house"]
MARKER = "Kievitmarker"
FILE = f"/werk/bewoners/{member('tariq').file}/"
PAGE = f"{FILE}documenten/"


def letter() -> bytes:
    """A PDF of one page that says the marker."""
    pdf, written = pikepdf.new(), BytesIO()
    pdf.add_blank_page()
    pdf.pages[0].Contents = pdf.make_stream(f"BT ({MARKER}) Tj ET".encode())
    pdf.save(written, compress_streams=False)
    return written.getvalue()


def bring(client: Watched, content: bytes, *, page: str = PAGE, name: str = "brief.pdf", title: str = "Brief van de gemeente") -> Any:
    return client.post(page, {"title": title, "file": SimpleUploadedFile(name, content)})


def kept(organisation: Organisation) -> list[Document]:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        return list(Document.objects.all())


def acts(organisation: Organisation) -> list[tuple[str, str, str]]:
    """What the log says was done with documents of Tariq."""
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        lines = Seen.objects.filter(subject=member("tariq").person, action__endswith="-document").order_by("at")
        return list(lines.values_list("action", "purpose", "role"))


def said(content: bytes) -> bytes:
    """What the first page of a PDF says."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return pdf.pages[0].Contents.read_bytes()


def test_a_letter_is_kept_found_and_opened(house: Organisation) -> None:
    # given the support worker of Tariq
    bram = signed_in(house, "bram")
    assert PAGE in text(bram.get(FILE))
    # when he adds a letter
    answer = bring(bram, letter())
    assert answer.status_code == 302, text(answer)
    # then it stands in the list, with who added it
    page = text(bram.get(PAGE))
    assert ("Brief van de gemeente" in page, "by Bram" in page) == (True, True)
    # and he can save it
    (row,) = kept(house)
    opened = bram.get(f"{PAGE}{row.pk}/")
    assert MARKER.encode() in said(opened.getvalue())
    assert opened.headers["Content-Disposition"] == f'attachment; filename="document-{row.added_on}-{row.pk.hex[:4]}.pdf"'
    assert opened.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (opened.headers["Content-Type"], opened.headers["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert (opened.headers["Cache-Control"], int(opened.headers["Content-Length"])) == ("no-store", row.size)
    # and Tariq reads it too, and who looked
    tariq = signed_in(house, "tariq")
    own = f"/mijn/dossier/documenten/{row.pk}/"
    assert ("Brief van de gemeente" in (mine := text(tariq.get("/mijn/dossier/"))), own in mine) == (True, True)
    assert MARKER.encode() in said(tariq.get(own).getvalue())
    assert acts(house) == [
        ("add-document", "care-plan", "support-worker"),
        ("view-document", "care-plan", "support-worker"),
        ("view-document", "care-plan", "subject"),
    ]
    assert "document opened" in text(tariq.get("/mijn/inzage-log/"))


@pytest.mark.parametrize("who", ["chris", "petra", "dirk", "ada", "sanne"])
def test_nobody_else_sees_adds_or_opens_one(house: Organisation, who: str) -> None:
    assert bring(signed_in(house, "bram"), letter()).status_code == 302
    (row,) = kept(house)
    client = signed_in(house, who)
    assert client.get(PAGE).status_code in {302, 404}
    assert client.get(f"{PAGE}{row.pk}/").status_code in {302, 404}
    assert client.get(f"/mijn/dossier/documenten/{row.pk}/").status_code in {302, 404}
    assert bring(client, letter()).status_code in {302, 404}
    assert [one.pk for one in kept(house)] == [row.pk]
    with acting(house, member(who).acting("care-plan", TODAY)):
        assert Document.objects.filter(pk=row.pk).count() == 0


def test_the_answer_to_a_request_for_access_names_it_without_its_key(house: Organisation) -> None:
    assert bring(signed_in(house, "bram"), letter()).status_code == 302
    with as_login(house, "worker"), acting(house, system("rights", TODAY)), override("en"):
        person = member("tariq").person
        found = holdings(person, names_for(person, version=version_on(TODAY), language="en"))
    (held,) = [one for one in found if one.kind == "care.Document"]
    values = {value.field: value.text for value in held.rows[0].values}
    assert set(values) == {"title", "kind", "size", "content", "added_on", "hat"}
    assert (values["title"], values["kind"], values["content"]) == (
        "Brief van de gemeente",
        "PDF",
        "A document, of which you can get a copy",
    )
