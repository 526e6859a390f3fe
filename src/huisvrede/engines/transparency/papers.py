"""The privacy statement and the policy in force as files to print, for who wants them in writing (COR-03)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.transparency.reading import policy_text, terms_said
from huisvrede.engines.transparency.statement import spoken
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.documents.blocks import Block, Document, Facts, Heading, Listing, Paragraph
from huisvrede.foundation.documents.pdf import render as pdf
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.register.models import Version
from huisvrede.foundation.register.officer import officer_of
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.register.words import language, said
from huisvrede.foundation.ui.terms import terms
from huisvrede.foundation.walls.session import session

KEPT = 86_400
"""Seconds that a file is kept: a version never changes, so it is made once in each language."""


@page(kind=Kind.VISITOR, purpose="statement")
@require_safe
def statement(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  the address is all that is asked
    """The privacy statement in force as an accessible PDF."""
    return _file("privacyverklaring", of_statement)


@page(kind=Kind.VISITOR, purpose="statement")
@require_safe
def policy(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  the address is all that is asked
    """The policy in force, as everybody reads it, as an accessible PDF."""
    return _file("privacybeleid", of_policy)


def _file(name: str, made: Callable[[Version], Document]) -> HttpResponse:
    version, kept = version_on(session().acting.day), caches["published"]
    key = f"{name}:{version.pk}:{language()}"
    content = kept.get(key)
    if content is None:
        content = pdf(made(version))
        kept.set(key, content, KEPT)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}-{version.number}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def of_statement(version: Version) -> Document:
    """The statement of a version in the language of the moment, with each word of the law that it uses explained."""
    return _document(version, _("Privacy statement"), tuple(_statement(version)))


def of_policy(version: Version) -> Document:
    """The policy of a version in the language of the moment, as everybody reads it."""
    return _document(version, said(version.organisation["policy"]["title"]), tuple(_policy(version)))


def _document(version: Version, title: str, blocks: tuple[Block, ...]) -> Document:
    organisation = current()
    return Document(
        title=title,
        language=language(),
        organisation=organisation.name,
        accent=organisation.accent,
        reference=f"{version.number}-{version.digest[:8]}",
        day=version.effective_on,
        blocks=(_who(version), *blocks),
    )


def _who(version: Version) -> Facts:
    """Who is responsible, whom to ask, and which version this is (articles 13(1)(a) and (b))."""
    told, officer = version.organisation["controller"], officer_of(version.organisation["contact"])
    reached = (told["name"], told["address"], f"{told['postcode']} {told['city']}", told["email"], told["phone"])
    return Facts(
        (
            (_("Controller"), "\n".join(reached)),
            (officer.label, officer.reached),
            (_("Version"), str(version.number)),
            (_("In force since"), date_format(version.effective_on, "DATE_FORMAT")),
        )
    )


def _statement(version: Version) -> Iterator[Block]:
    told, words = spoken(version), ["controller"]
    yield Paragraph(told["about"])
    for activity in told["activities"]:
        yield Heading(1, activity["name"])
        yield Paragraph(activity["description"])
        for question, texts, word in activity["parts"]:
            yield from _answer(question, texts)
            words.append(word)
    yield Heading(1, _("Your rights"))
    yield Paragraph(_("These are your data. So you may ask us:"))
    yield Listing(tuple(text for text, _word in told["rights"]))
    yield Paragraph(told["asked"])
    yield Heading(1, _("A complaint"))
    authority = told["organisation"]["authority"]
    yield Paragraph(_("Are you not satisfied? You can tell us; we would like to put it right."))
    yield Paragraph(f"{_('You may always complain to the authority too:')} {authority['name']}, {authority['website']}")
    words += [word for _text, word in told["rights"]]
    yield from _explained([*words, officer_of(told["organisation"]["contact"]).term, "supervisory-authority"])


def _policy(version: Version) -> Iterator[Block]:
    words = []
    for activity in policy_text(version):
        yield Heading(1, activity["name"])
        yield Paragraph(activity["description"])
        for label, word, texts in activity["parts"]:
            yield from _answer(label, texts)
            words.append(word)
    lasting = terms_said(version)
    if lasting:
        yield Heading(1, _("How long things take"))
        yield Facts(tuple(lasting))
    yield from _explained(words)


def _answer(question: str, texts: Iterable[str]) -> Iterator[Block]:
    lines = tuple(texts)
    yield Heading(2, question)
    yield Paragraph(lines[0]) if len(lines) == 1 else Listing(lines)


def _explained(words: Iterable[str]) -> Iterator[Block]:
    """The words of the law that were used, each once, in plain words (COR-04)."""
    used = [terms()[word] for word in dict.fromkeys(words) if word]
    yield Heading(1, _("Words explained"))
    yield Facts(tuple((one.name, one.explanation) for one in sorted(used, key=lambda one: one.name.casefold())))
