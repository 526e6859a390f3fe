"""The demo's mail server keeps what it gets, newest first, and not for ever."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from huisvrede.faces.letterbox.keeping import KEPT, Letterbox, letters


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Letterbox]:
    with Letterbox(tmp_path / "letterbox", free_port()) as running:
        yield running


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def send(box: Letterbox, *subjects: str) -> None:
    with smtplib.SMTP("127.0.0.1", box.port) as server:
        for subject in subjects:
            message = EmailMessage()
            message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", subject
            message.set_content("Dag, ik ben één brief.")
            server.send_message(message)


def test_letters_are_kept_whole_and_read_newest_first(box: Letterbox, tmp_path: Path) -> None:
    send(box, "eerste", "tweede — é")
    kept = letters(tmp_path / "letterbox")
    assert [str(letter["Subject"]) for letter in kept] == ["tweede — é", "eerste"]
    body = kept[0].get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == "Dag, ik ben één brief."


def test_the_oldest_go_when_there_are_too_many(box: Letterbox, tmp_path: Path) -> None:
    folder = tmp_path / "letterbox"
    for n in range(KEPT):
        (folder / f"{n:020d}-old.eml").write_bytes(b"Subject: old\n\nold")
    send(box, "new")
    kept = letters(folder)
    assert (len(kept), str(kept[0]["Subject"])) == (KEPT, "new")
    assert not (folder / f"{0:020d}-old.eml").exists()


def test_only_this_user_reads_the_folder_and_only_this_machine_sends(box: Letterbox, tmp_path: Path) -> None:
    assert (tmp_path / "letterbox").stat().st_mode & 0o777 == 0o700
    assert box._controller.hostname == "127.0.0.1"


def test_a_letterbox_that_is_closed_takes_nothing(tmp_path: Path) -> None:
    with Letterbox(tmp_path / "closed", free_port()) as closed:
        send(closed, "in time")
    with pytest.raises(OSError, match="refused"):
        send(closed, "late")
    assert [str(letter["Subject"]) for letter in letters(tmp_path / "closed")] == ["in time"]


def test_an_empty_folder_holds_no_letters(tmp_path: Path) -> None:
    assert letters(tmp_path / "nowhere") == []
