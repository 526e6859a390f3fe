"""The record as a document to read: for an accessible PDF (PDF/UA-1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from huisvrede.engines.transparency.record import Entry, Record
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.documents.blocks import Block, Document, Facts, Heading, Notice, Paragraph
from huisvrede.foundation.register.words import language


def of_record(record: Record) -> Document:
    """Both records of article 30, with whoever answers for them on top."""
    organisation = current()
    return Document(
        title=_("Record of processing activities"),
        language=language(),
        organisation=organisation.name,
        accent=organisation.accent,
        reference=f"{record.version.number}-{record.version.digest[:8]}",
        day=record.day,
        blocks=tuple(_blocks(record)),
    )


def _blocks(record: Record) -> Iterator[Block]:
    yield Facts(record.who)
    yield Heading(1, _("What we do as a controller (article 30(1) of the GDPR)"))
    yield from _entries(record.own)
    yield Heading(1, _("What we do for others as their processor (article 30(2) of the GDPR)"))
    if not record.served:
        yield Paragraph(_("We process no personal data for others as their processor."))
    yield from _entries(record.others)
    yield Notice(_("This is the whole record. It holds no data of people, only who is responsible and how to reach them."))


def _entries(entries: Iterable[Entry]) -> Iterator[Block]:
    for entry in entries:
        yield Heading(2, entry.name)
        yield Facts(tuple((label, "\n".join(lines)) for label, lines in entry.facts.items()))
