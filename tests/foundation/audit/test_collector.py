"""A file that names no usable collector stops the process with what to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from huisvrede.foundation.audit.collector import check_collectors, collector_in, path_of
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.secret_files import WrongFile
from tests.browsing import visiting

RIGHT = 'endpoint = "https://log.example/v1/traces"\n'


def written(folder: Path, content: str) -> Path:
    path = folder / "care-group.log.toml"
    path.write_text(content, encoding="utf-8")
    path.chmod(0o600)
    return path


def test_a_right_file_is_read_and_none_is_none(tmp_path: Path) -> None:
    found = collector_in(written(tmp_path, RIGHT + 'headers = { authorization = "Bearer x" }'))
    assert found is not None
    assert (found.endpoint, dict(found.headers)) == (
        "https://log.example/v1/traces",
        {"authorization": "Bearer x"},
    )
    assert collector_in(tmp_path / "none.toml") is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("x = ", "is not TOML"),
        ("", "endpoint is an address that begins with https://"),
        (RIGHT.replace("https://", "http://"), "endpoint is an address that begins with https://"),
        (RIGHT + 'colour = "red"', "has colour, which means nothing"),
        (RIGHT + "headers = 7", "headers are names with a text each"),
        (RIGHT + "headers = { a = 7 }", "headers are names with a text each"),
        (RIGHT + 'headers = { a = "x\\r\\nb: y" }', "headers are names with a text each"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(tmp_path: Path, content: str, sentence: str) -> None:
    with pytest.raises(WrongFile, match="care-group") as told:
        collector_in(written(tmp_path, content))
    assert sentence in str(told.value)


def test_a_wrong_file_stops_the_process(organisation: Organisation) -> None:
    visiting(organisation)
    path_of(organisation).write_text('endpoint = "ftp://log.example"', encoding="utf-8")
    path_of(organisation).chmod(0o600)
    try:
        (told,) = [one for one in check_collectors() if organisation.key in str(one.hint)]
    finally:
        path_of(organisation).unlink()
    assert [one for one in check_collectors() if organisation.key in str(one.hint)] == []
    assert told.id == "huisvrede.E021"
    assert organisation.key in told.msg
