"""Every text that people read is there in Dutch too, wherever its app keeps it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.conftest import ROOT

SOURCE = ROOT / "src" / "huisvrede"
CATALOGUES = sorted(SOURCE.rglob("locale/nl/LC_MESSAGES/*.po"))
KEYWORDS = {
    name: spec
    for names, spec in (
        (("_", "gettext", "gettext_lazy", "gettext_noop"), None),
        (("ngettext", "ngettext_lazy"), (1, 2)),
        (("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
        (("npgettext",), ((1, "c"), 2, 3)),
    )
    for name in names
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|{(\w*)}|%[sd]")
Key = tuple[str | None, str]


def texts(path: Path) -> Iterator[Key]:
    """(context, msgid) of every text in a file of Python or a template."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = templatize(source, origin=str(path))
    for _line, msgid, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS):
        yield context, msgid if isinstance(msgid, str) else msgid[0]


def used() -> dict[Key, str]:
    """Every text and a file in which it stands."""
    files = [
        *SOURCE.rglob("*.py"),
        *(p for p in SOURCE.rglob("templates/**/*") if p.suffix in {".html", ".txt"}),
    ]
    return {key: str(path.relative_to(SOURCE)) for path in sorted(files) for key in texts(path) if key[1]}


def messages() -> Iterator[Message]:
    """What every catalogue says."""
    for path in CATALOGUES:
        with path.open("rb") as source:
            yield from (one for one in read_po(source, locale="nl") if one.id and not one.fuzzy)


def english(message: Message) -> tuple[str, ...]:
    """One form, or one for each number."""
    return tuple(message.id) if isinstance(message.id, tuple | list) else (message.id,)


def dutch(message: Message) -> tuple[str, ...]:
    """As English, in Dutch."""
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string,)


def test_every_text_has_its_dutch() -> None:
    spoken = {(one.context, english(one)[0]) for one in messages() if all(dutch(one))}
    assert {key[1]: where for key, where in used().items() if key not in spoken} == {}


def test_what_is_filled_in_is_filled_in_in_dutch_too() -> None:
    """A name that English does not fill in would stop the page."""
    wrong = [
        (english(one)[0], text)
        for one in messages()
        for text in dutch(one)
        if not set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall(" ".join(english(one))))
    ]
    assert wrong == []


def test_one_text_has_one_dutch() -> None:
    """Django mixes the catalogues: where two disagree, the order of the apps would choose for both."""
    said: dict[Key, set[tuple[str, ...]]] = {}
    for one in messages():
        said.setdefault((one.context, english(one)[0]), set()).add(dutch(one))
    assert {key[1]: texts for key, texts in said.items() if len(texts) > 1} == {}


def test_texts_of_python_and_of_templates_are_found(tmp_path: Path) -> None:
    """The tests above can fail."""
    page, module = tmp_path / "page.html", tmp_path / "module.py"
    page.write_text(
        '{% load i18n %}{% translate "One" %}{% blocktranslate trimmed %}\n Two {{ n }}\n{% endblocktranslate %}'
    )
    module.write_text('_("Three"); ngettext("Four", "Fours", n); pgettext("door", "Five")')
    assert [*texts(page), *texts(module)] == [
        (None, "One"),
        (None, "Two %(n)s"),
        (None, "Three"),
        (None, "Four"),
        ("door", "Five"),
    ]
