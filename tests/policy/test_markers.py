"""Words that stand nowhere else, planted in every field and in a document, are found nowhere but where they may be read.

Real processes: a web server, a worker, a letterbox, PostgreSQL's own pg_dump.
"""

from __future__ import annotations

import base64
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urljoin

import psycopg
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from huisvrede.engines.rights.models import Answer
from huisvrede.faces.letterbox.keeping import Letterbox, letters
from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation, secrets_of
from huisvrede.foundation.cluster.programs import find
from huisvrede.foundation.imports.models import Import
from huisvrede.foundation.jobs.services import wake
from huisvrede.foundation.people.browsers import DEVICE
from huisvrede.foundation.register.declarations import all_declared
from huisvrede.foundation.register.fields import SealedField
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Document, Identifier
from tests.asking import advised, asked, decided, state
from tests.browser import free_port, until_up
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import VAR, as_login
from tests.cord import cord, environment_of
from tests.factories.planting import Planted, plant, word
from tests.forms import Reader
from tests.foundation.vault.sealed import house
from tests.importing import state_of, table
from tests.stories.test_document import letter

__all__ = ["house"]
PATIENCE = 120
FILE = f"/werk/bewoners/{member('tariq').file}/"
IMPORTS = "/werk/importeren/bewoners/"
NOW = timezone.localdate()


class Browser:
    """Somebody of the cast, signed in, before the real web server."""

    def __init__(self, organisation: Organisation, name: str, port: int) -> None:
        client = signed_in(organisation, name)
        assert client.key is not None
        self._host, self._port, self._key = organisation.host, port, client.key
        self._nonce = client.session[DEVICE]["nonce"]
        self._cookies = {one: morsel.value for one, morsel in client.cookies.items()}

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """Status and what came back."""
        self._cookies[settings.PROOF_COOKIE_NAME] = self._key.proof(self._nonce, method, path.partition("?")[0])
        head = {"Host": self._host, "Accept-Language": "en", "Content-Type": MULTIPART_CONTENT}
        head["Cookie"] = "; ".join(f"{one}={value}" for one, value in self._cookies.items())
        with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)) as connection:
            connection.request(method, path, body, head)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie", []):
                one, _, rest = line.partition("=")
                self._cookies[one] = rest.partition(";")[0]
            return answer.status, answer.read()

    def open(self, path: str) -> bytes:
        """A page that must be there."""
        status, page = self.ask("GET", path)
        assert status == 200, path
        return page

    def send(self, path: str, field: str, **given: Any) -> tuple[int, bytes]:
        """The form of a page that has this field, filled in."""
        form = next(one for one in Reader(self.open(path).decode(), path).forms if field in one.fields)
        fields = {one: value for one, value in {**form.fields, **given}.items() if one != "file" or "file" in given}
        return self.ask("POST", urljoin(path, form.action), encode_multipart(BOUNDARY, fields))


class Looking(Thread):
    """Reads every file in a folder for temporary ones, again and again, as long as it runs."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self.folder, self.found, self.done, self.rounds = folder, b"", Event(), 0

    def run(self) -> None:
        """Until told to stop, and once more."""
        while not self.done.is_set():
            self.found += everything_in(self.folder)[:1_000_000]
            self.rounds += 1
            time.sleep(0.002)


def everything_in(folder: Path) -> bytes:
    """Names and contents of all files in a folder."""
    found = b""
    for path in folder.rglob("*"):
        try:
            found += str(path).encode() + (path.read_bytes() if path.is_file() else b"")
        except OSError:
            continue  # gone between the two
    return found


@contextmanager
def process(environment: dict[str, str], told: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """The command `huisvrede`; all that it says goes to a file."""
    command = [sys.executable, "-c", "from huisvrede.faces.cli.main import main; main()", *words]
    with told.open("wb") as out:
        one = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
        try:
            yield one
        finally:
            one.terminate()
            one.wait(timeout=30)


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


def dumped(organisation: Organisation, database: str, login: str = "backup") -> bytes:
    """What PostgreSQL's own program writes of a database for a backup."""
    server = postgres.running(VAR)
    assert server is not None
    superuser = login == "postgres"
    user, password = (login, server.password) if superuser else (organisation.login(login), secrets_of(VAR, organisation.key)[login])
    ran = subprocess.run(
        [str(find(VAR, server.data).folder / "pg_dump"), "-h", str(server.socket), "-p", str(server.port), "-U", user, database],
        env={**os.environ, "PGPASSWORD": password},
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-500:]
    return ran.stdout


def stands_in(text: bytes, words: list[str]) -> list[str]:
    """Which of the words a text holds: as they are, in small letters, in hexadecimal or in base64."""
    lower = text.lower()
    return [one for one in words if any(form in lower for form in forms(one))]


def forms(one: str) -> set[bytes]:
    """How a word may stand somewhere, in small letters."""
    raw = one.encode()
    in_64 = {base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 :].rstrip(b"=")[:-1].lower() for shift in range(3)}
    return {raw.lower(), raw.hex().encode(), raw.lower().hex().encode(), *(form for form in in_64 if len(form) >= 8)}


def test_a_word_is_recognised_in_every_form() -> None:
    secret = word()
    for shift in range(3):
        text = base64.b64encode(b"x" * shift + secret.encode() + b"yy")
        assert stands_in(text, [secret]) == [secret], shift
    for text in (secret.encode(), secret.lower().encode(), secret.encode().hex().encode()):
        assert stands_in(text, [secret, word()]) == [secret]


def imported(organisation: Organisation, anna: Browser, surname: str) -> bytes:
    """A file of another system is brought, its columns are confirmed, it is stored; what the pages showed."""
    columns = {"Dossiernummer": "C-901", "Voornaam": "Iris", "Achternaam": surname, "Geboortedatum": "03-02-1984"}
    content = table({**columns, "Begindatum": "01-05-2020"})
    assert anna.send(IMPORTS, "source", source="oud", file=SimpleUploadedFile("b.csv", content))[0] == 302
    with acting(organisation, member("anna").acting("administration", NOW)):
        run = Import.objects.get().pk
    address, shown = f"{IMPORTS}{run}/", b""
    for waits, step in (("choosing", "kolommen/"), ("checked", "opslaan/")):
        until(lambda waits=waits: state_of(organisation, run).state == waits)  # type: ignore[misc]
        page = anna.open(address)
        form = next(one for one in Reader(page.decode(), address).forms if one.action.endswith(step))
        assert anna.ask("POST", urljoin(address, form.action), encode_multipart(BOUNDARY, form.fields))[0] == 302
        shown += page
    until(lambda: state_of(organisation, run).state == "stored")
    return shown + anna.open(address) + anna.open("/werk/bewoners/")


def worked(organisation: Organisation, port: int, document: bytes, said: dict[str, str]) -> bytes:
    """A day's work with what was planted, page by page; all that people were shown."""
    anna, bram, tariq = (Browser(organisation, name, port) for name in ("anna", "bram", "tariq"))
    shown = b"".join(bram.open(one) for one in ("/werk/bewoners/", FILE, f"{FILE}documenten/"))
    # a document comes in, under a name and a title that tell; one that is refused does too
    text = f"Beste mevrouw, {said['inside']}".encode()
    for title, name, content, status in (
        ("A letter", "a.pdf", document, 302),
        (said["title"], "a.txt", text, 302),
        (said["refused"], "a.exe", b"MZ\0\1" + said["refused"].encode(), 200),
    ):
        file = SimpleUploadedFile(f"{said['name']}-{name}", content)
        assert bram.send(f"{FILE}documenten/", "title", title=title, file=file)[0] == status, name
    # a number is mistyped, recorded, opened
    assert anna.send(f"{FILE}nummers/", "kind", kind="bsn", number=said["mistyped"])[0] == 200
    assert anna.send(f"{FILE}nummers/", "kind", kind="document", number=said["number"])[0] == 302
    # a file of another system comes in
    shown += imported(organisation, anna, said["imported"])
    # somebody looks for a name, and at the telephone
    assert anna.send("/werk/bewoners/", "name", name=said["name"])[0] == 200
    anna.send("/werk/vinden/", "number", number=said["telephone"], family_name="", born="", postcode="", house_number="")
    # the resident asks for access, and gets all there is
    key = asked(organisation, "tariq", on=NOW)
    advised(organisation, key)
    decided(organisation, key)
    wake("answers")
    until(lambda: state(organisation, key) == "answered")
    shown += tariq.open(f"/mijn/verzoeken/{key}/gegevens.json")
    assert tariq.open(f"/mijn/verzoeken/{key}/gegevens.pdf").startswith(b"%PDF")
    with as_login(organisation, "worker"), acting(organisation, system("count", NOW)):
        kept = Document.objects.get(title=said["title"]).pk
        numbers = [one.pk for one in Identifier.objects.all()]
    shown += tariq.open(f"/mijn/dossier/documenten/{kept}/")
    assert numbers
    # what no form sends, and a page that isn't there
    anna.ask("POST", f"{FILE}nummers/", encode_multipart(BOUNDARY, {"number": said["broken"] + "\0"}))
    anna.ask("GET", f"/werk/{said['broken']}/")
    return shown


@pytest.mark.slow
@pytest.mark.xdist_group("control")
@pytest.mark.clause("ALL-39")
def test_what_was_planted_is_found_nowhere_else(house: Organisation, tmp_path: Path) -> None:
    """In no backup what is sealed; in no log, no file, no job, no mail and nothing temporary anything at all."""
    planted = plant(house, "tariq")
    said = {name: word() for name in ("refused", "name", "title", "mistyped", "number", "telephone", "broken", "imported")}
    said["inside"] = word() + "QX"
    document = letter().replace(b"Kievitmarker", said["inside"].encode())
    planted += [Planted(one, f"typed as {name}", sealed=name not in {"title", "imported"}) for name, one in said.items()]
    everywhere, sealed = [one.word for one in planted], [one.word for one in planted if one.sealed]
    temporary, mail = tmp_path / "temporary", tmp_path / "mail"
    temporary.mkdir()
    logs = [tmp_path / "web.log", tmp_path / "worker.log"]
    port, smtp = free_port(), free_port()
    log_of_database = VAR / "log" / "postgres.log"
    looking = Looking(temporary)
    with cord(house) as line, Letterbox(mail, smtp):
        environment = {**environment_of(line), "HUISVREDE_SMTP": f"127.0.0.1:{smtp}", "TMPDIR": str(temporary)}
        with (
            process({**environment, "HUISVREDE_LOGIN": "web"}, logs[0], "serve", "--bind", f"127.0.0.1:{port}", "--workers", "1"),
            process(environment, logs[1], "worker"),
        ):
            looking.start()
            until_up(port)
            shown = worked(house, port, document, said)
            until(lambda: bool(letters(mail)))
            line.cut()  # a page that breaks says so in the log
            assert Browser(house, "anna", port).ask("GET", f"/werk/bewoners/?staat={said['broken']}")[0] == 500
        looking.done.set()
        looking.join()
        files = everything_in(line.var / "files")
    # Given: people were shown it, and a backup holds what is not sealed; so it would be found.
    assert {said["inside"], said["number"], said["imported"]} <= set(stands_in(shown, everywhere))
    backup = dumped(house, house.main)
    plain = [one.word for one in planted if not one.sealed]
    assert set(stands_in(backup, plain)) == set(plain)
    # Then: what is sealed, or was only typed, stands in no backup; nor an answer, which holds all of it.
    vault = dumped(house, house.vault)
    assert b"vault_datakey" in vault
    assert stands_in(backup + vault, sealed) == []
    server = postgres.running(VAR)
    assert server is not None
    with psycopg.connect(server.dsn(dbname=house.main)) as superuser:
        answers = superuser.execute("SELECT pdf, data FROM rights_answer").fetchall()
    assert {bytes(one)[:1] for row in answers for one in row if len(one) > 200} == {b"\x01"}
    # And: nothing at all stands where nobody reads it as a row.
    places = {
        "web": logs[0].read_bytes(),
        "worker": logs[1].read_bytes(),
        "postgres": log_of_database.read_bytes(),
        "files": files,
        "temporary": looking.found + everything_in(temporary),
        "control": dumped(house, "control", "postgres"),
        "mail": b"".join(bytes(one) + (one.get_content() if not one.is_multipart() else "").encode() for one in letters(mail)),
    }
    assert {name: there for name, text in places.items() if (there := stands_in(text, everywhere))} == {}
    assert [name for name in ("web", "worker", "postgres", "files", "control", "mail") if not places[name]] == []
    assert looking.rounds > 100


def test_each_kind_of_row_is_planted(house: Organisation) -> None:
    planted = plant(house, "tariq")
    of_models = {one.place.rsplit(".", 1)[0] for one in planted}
    silent = {model._meta.label for model, _declared in all_declared()} - of_models
    assert silent == {"allocation.Assignment", "allocation.OutOfFile", "care.OutOfFile", "care.Support", "cases.Case"}  # keys, days and words of ours alone
    sealed = {f"{model._meta.label}.{f.name}" for model, _ in all_declared() for f in model._meta.concrete_fields if isinstance(f, SealedField)}
    assert {one.place for one in planted if one.sealed} == sealed
    assert Answer._meta.label in of_models
