"""Every text of the look is there in Dutch."""

import re

from babel.messages.pofile import read_po

from huisvrede.foundation.ui import build
from tests.foundation.ui.ui_browser import PO

SINGLE = re.compile(r"""(?:translate|gettext(?:_lazy)?\()\s*["']((?:[^"\\]|\\.)+?)["'](?:\s+as\b|\s*%\}|\s*\))""")
BLOCK = re.compile(r"\{% blocktranslate[^%]*%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
PLURAL = re.compile(r'ngettext\("([^"]+)"')


def _said() -> set[str]:
    texts: set[str] = set()
    for page in build.HERE.rglob("*.html"):
        source = page.read_text()
        texts |= set(SINGLE.findall(source))
        for block in BLOCK.findall(source):
            singular = re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", block.split("{% plural %}")[0])
            texts.add(" ".join(singular.split()))
    for source_file in build.HERE.rglob("*.py"):
        texts |= set(SINGLE.findall(source_file.read_text())) | set(PLURAL.findall(source_file.read_text()))
    return texts


def test_every_text_has_its_dutch_and_no_dutch_stands_unused() -> None:
    with PO.open("rb") as source:
        catalogue = read_po(source, locale="nl")
    known = {
        (message.id if isinstance(message.id, str) else message.id[0]) for message in catalogue if message.id
    }
    assert known == _said()


def test_every_dutch_text_is_filled_in() -> None:
    with PO.open("rb") as source:
        catalogue = read_po(source, locale="nl")
    assert [message.id for message in catalogue if message.id and not message.string] == []
    assert [message.id for message in catalogue if list(message.check())] == []
