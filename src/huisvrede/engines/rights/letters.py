"""Decisions as letters and the package as a document, all for an accessible PDF."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from huisvrede.core.duration import Language
from huisvrede.core.law import rule
from huisvrede.core.vocabulary import Kind, Outcome
from huisvrede.engines.rights.holding_back import covered_in
from huisvrede.engines.rights.holdings import Held, Row
from huisvrede.engines.rights.models import Request
from huisvrede.engines.rights.package import Kept, Package, Processing
from huisvrede.engines.rights.rules import ACCESS, LAW_OF_PETITIONS, LOOKED, NOTICE, RESTRICTION
from huisvrede.foundation.audit.models import Look, Seen
from huisvrede.foundation.cases.models import Case, Decision, StepTaken
from huisvrede.foundation.cases.queries import steps_of
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.documents.blocks import (
    Block,
    Document,
    Facts,
    Heading,
    Listing,
    Notice,
    Paragraph,
    Table,
)
from huisvrede.foundation.register.officer import officer_of
from huisvrede.foundation.register.queries import term_period, version_on
from huisvrede.foundation.register.words import sourced

COLUMNS: Final = 6
"""Columns that fit on a page."""

DECISION: Final = {
    ACCESS.key: _("Decision on your request for access"),
    RESTRICTION.key: _("Decision on your request for restriction"),
}
RECEIVED: Final = {
    ACCESS.key: _("On %(day)s we received your request to see your personal data."),
    RESTRICTION.key: _("On %(day)s we received your request to restrict the use of your personal data."),
}

LINES: Final = 2000
"""Rows of one kind that are printed; all of them are in the JSON file, and the document says so."""


def of_decision(
    case: Case, decision: Decision, *, language: Language, day: date, on_paper: bool = False
) -> Document:
    """The letter with outcome, reasons and what to do when you disagree (articles 12(3) and 12(4))."""
    with translation.override(language):
        return _document(
            case,
            str(DECISION[case.workflow]),
            language,
            day,
            tuple(_decided(case, decision, day, language, on_paper=on_paper)),
        )


def of_extension(case: Case, step: StepTaken, due_on: date, *, language: Language) -> Document:
    """The letter that an answer takes two months longer, with the reasons (article 12(3))."""
    with translation.override(language):
        said = gettext(
            "We need more time for our answer. You receive it on %(due)s at the latest (article 12(3) of the GDPR)."
        ) % {"due": date_format(due_on, "DATE_FORMAT")}
        blocks = (Paragraph(_received(case)), Paragraph(said), Heading(1, gettext("Why")), Paragraph(step.note))
        return _document(case, gettext("Our answer takes longer"), language, step.on, blocks)


def of_end(
    case: Case, proposed: StepTaken, *, language: Language, day: date, on_paper: bool = False
) -> Document:
    """The letter that a restriction ends, sent before it does (article 18(3))."""
    with translation.override(language):
        blocks = (
            *_addressed(case, on_paper=on_paper),
            Paragraph(_received(case)),
            Notice(gettext("The restriction of the use of your data ends.")),
            Paragraph(_lifting(case, day, language)),
            Heading(1, gettext("Why")),
            Paragraph(proposed.note),
            Heading(1, gettext("If you disagree")),
            Paragraph(_remedies(day, language)),
            Heading(1, gettext("Who wrote this")),
            _sender(version_on(day).organisation),
        )
        return _document(case, gettext("The restriction of your data ends"), language, day, blocks)


def of_package(case: Case, package: Package, *, language: Language, day: date) -> Document:
    """The package, printed."""
    with translation.override(language):
        return _document(case, gettext("What we know of you"), language, day, tuple(_told(package)))


def _document(case: Case, title: str, language: Language, day: date, blocks: tuple[Block, ...]) -> Document:
    organisation = current()
    return Document(
        title=title,
        language=language,
        organisation=organisation.name,
        accent=organisation.accent,
        reference=str(case.pk)[:8].upper(),
        day=day,
        blocks=blocks,
    )


def _decided(
    case: Case, decision: Decision, day: date, language: Language, *, on_paper: bool
) -> Iterator[Block]:
    yield from _addressed(case, on_paper=on_paper)
    yield Paragraph(_received(case))
    granted = decision.outcome == Outcome.GRANTED.value
    yield Notice(gettext("We grant your request.") if granted else gettext("We refuse your request."))
    if case.workflow == RESTRICTION.key:
        if granted:
            yield Paragraph(_held())
        elif case.person is not None and case.person.restricted_since is not None:
            yield Paragraph(_lifting(case, day, language))
    elif granted:
        yield Paragraph(
            gettext(
                "We collected everything that Huisvrede, the system we work with, holds of you. "
                "You receive it with this letter."
            )
            if on_paper
            else gettext(
                "We collected everything that Huisvrede, the system we work with, holds of you. You find it in the portal "
                "under My requests: as a document to read and as a file that a computer can read."
            )
        )
    yield Heading(1, gettext("Why"))
    yield Paragraph(decision.reasons)
    looked = [step for step in steps_of(case) if step.action in LOOKED]
    if looked and looked[-1].action == LOOKED[-1]:
        yield Heading(1, gettext("What we did to find out who you are"))
        yield Paragraph(looked[-1].note)
    if granted:
        yield from _held_back([(one.get_ground_display(), one.reason) for one in covered_in(case)])
    yield Heading(1, gettext("If you disagree"))
    yield Paragraph(_remedies(day, language))
    yield Heading(1, gettext("Who wrote this"))
    yield _sender(version_on(day).organisation)


def _held_back(said: Collection[tuple[str, str]]) -> Iterator[Block]:
    """That something is not in the answer and why, never what (GDPR article 15(4), UAVG article 41)."""
    if said:
        yield Heading(1, gettext("What we hold back"))
        yield Paragraph(
            gettext(
                "Of what we have of you, something is not in our answer. We can't tell what it is. Below you read on which "
                "ground, and why. Do you disagree? You can complain about this to the authority, or go to court."
            )
        )
        yield Facts(tuple(said))


def _addressed(case: Case, *, on_paper: bool) -> Iterator[Block]:
    asked = Request.objects.filter(case=case).first()
    if on_paper and asked is not None:
        yield Facts(((gettext("For"), asked.asked_by), (gettext("To reach by"), asked.reach)))


def _received(case: Case) -> str:
    return str(RECEIVED[case.workflow]) % {"day": date_format(case.received_on, "DATE_FORMAT")}


def _held() -> str:
    """What restriction means for whoever asked (article 18(2) and (3))."""
    return gettext(
        "We keep your data and do not use or change them: not for our work, and not for others. Only for a legal claim, or "
        "to protect somebody else, can a file be opened exceptionally, and you read afterwards who did (article 18(2) of the "
        "GDPR). We tell whoever received these data from us. You hear from us before this ends. You can end it yourself at "
        "any time: in the portal, or by telling us."
    )


def _lifting(case: Case, day: date, language: Language) -> str:
    """How long after this letter the data are used again; it runs from the day on which it was given or sent."""
    since = (case.person and case.person.restricted_since) or day
    notice = term_period(version_on(day), NOTICE)
    return gettext(
        "You asked us not to use your data. We stopped on %(since)s. We use your data again once %(period)s have passed "
        "after we gave or sent you this letter (article 18(3) of the GDPR)."
    ) % {"since": date_format(since, "DATE_FORMAT"), "period": notice.in_words(language)}


def _remedies(day: date, language: Language) -> str:
    """Authority and court; the term runs from the day the answer is received (article 12(4), UAVG article 35(2))."""
    authority = version_on(day).organisation["authority"]
    term = rule(LAW_OF_PETITIONS, day)
    return gettext(
        "You can complain to the %(authority)s (%(website)s). You can also ask the district court to decide. "
        "Do that with a petition, within %(period)s after you received this answer (%(source)s)."
    ) % {
        "authority": authority["name"][language],
        "website": authority["website"],
        "period": term.period.in_words(language),
        "source": sourced(term.source),
    }


def _sender(organisation: Mapping[str, Any], *more: tuple[str, str]) -> Facts:
    """Who is responsible and whom to ask."""
    controller, officer = organisation["controller"], officer_of(organisation["contact"])
    address = ", ".join(controller[part] for part in ("name", "address", "postcode", "city"))
    return Facts(
        (
            (gettext("Controller"), address),
            (officer.label, officer.reached),
            *more,
        )
    )


def _told(package: Package) -> Iterator[Block]:
    yield Paragraph(
        gettext("This is all that %(name)s holds of you in Huisvrede, and what we do with it.")
        % {"name": package.organisation["controller"]["name"]}
    )
    if package.nothing_else:
        yield Notice(
            gettext(
                "We hold no file in your name: nothing but this request and what was needed to handle it. Do you think "
                "that you are named in the file of somebody else, as a housemate for instance? Tell us whose, and we look."
            )
        )
    yield from _held_back(package.held_back)
    if package.elsewhere:
        yield Heading(1, gettext("In our other systems"))
        yield Paragraph(gettext("Huisvrede does not see what stands in other systems. Somebody looked there for you:"))
        yield Facts(package.elsewhere)
    policy = (gettext("Policy"), f"{package.organisation['policy']}, {package.version}")
    yield _sender(package.organisation, policy)
    yield Heading(1, gettext("Your rights"))
    yield Listing(package.rights)
    for one in package.processing:
        yield Heading(1, one.name)
        yield Paragraph(one.description)
        yield Facts(_facts(one))
        yield from _holdings(package, one.key)
    yield Heading(1, gettext("Accounts and logs"))
    yield from _holdings(package, "")
    if package.secrets:
        yield Paragraph(
            gettext(
                "This stands with your account as well. What lets somebody in we do not copy; the rest you see yourself, "
                "under My account."
            )
        )
        yield Listing(tuple(f"{name}: {', '.join(labels)}" for name, labels in package.secrets))


def _facts(one: Processing) -> tuple[tuple[str, str], ...]:
    none = gettext("none")
    return (
        (gettext("What for"), "\n".join(one.purposes)),
        (
            gettext("Legal basis"),
            "\n".join(f"{gettext('GDPR article')} {a}: {text}" for a, text in one.legal_bases),
        ),
        (gettext("Kinds of data"), ", ".join(one.categories)),
        (gettext("Who receives data"), "\n".join(one.recipients) or none),
        (gettext("Who received data of you"), "\n".join(one.received) or none),
        (gettext("Transfers outside the EEA and safeguards"), "\n".join(one.transfers) or none),
        (gettext("How long we keep it"), "\n".join(_kept(kept) for kept in one.retention) or none),
        (gettext("Where the data come from"), one.source_of_data),
        (gettext("Decisions by a computer alone"), one.automated_decisions),
        (gettext("Whether you must give them"), one.required),
    )


def _kept(kept: Kept) -> str:
    if kept.until is None or kept.since is None:
        return f"{kept.period}: {kept.explanation} ({kept.source})"
    return gettext("%(period)s from %(since)s, so until %(until)s: %(explanation)s (%(source)s)") % {
        "period": kept.period,
        "since": date_format(kept.since, "DATE_FORMAT"),
        "until": date_format(kept.until, "DATE_FORMAT"),
        "explanation": kept.explanation,
        "source": kept.source,
    }


def _holdings(package: Package, activity: str) -> Iterator[Block]:
    for held in package.held:
        rows = tuple(row for row in held.rows if row.activity == activity and row.values)
        if rows:
            yield from _rows(held, rows)


def _rows(held: Held, rows: tuple[Row, ...]) -> Iterator[Block]:
    """What others did, line by line; how often the person looked themselves, in one."""
    own = tuple(row for row in rows if _is_own_look(held, row))
    others = tuple(row for row in rows if not _is_own_look(held, row))
    if others:
        yield from _lines(held, others)
    else:
        yield Heading(2, held.name)
    if own:
        days = [_day(row) for row in own]
        yield Paragraph(
            ngettext(
                "You did this yourself %(count)d time, on %(first)s. It is in the file for computers.",
                "You did this yourself %(count)d times, from %(first)s to %(last)s."
                " Each time is in the file for computers.",
                len(own),
            )
            % {"count": len(own), "first": _in_words(min(days)), "last": _in_words(max(days))}
        )


def _is_own_look(held: Held, row: Row) -> bool:
    """A line of the logs about the person's own looking; what they did at work is told by month and has no moment."""
    role = next((value.value for value in row.values if value.field == "role"), "")
    line = any(value.field == "at" for value in row.values)
    return (held.kind == Look._meta.label and line) or (held.kind == Seen._meta.label and role == Kind.SUBJECT.value)


def _day(row: Row) -> date:
    at = next(str(value.value) for value in row.values if value.field == "at")
    return timezone.localdate(datetime.fromisoformat(at))


def _in_words(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _lines(held: Held, rows: tuple[Row, ...]) -> Iterator[Block]:
    """One row as facts, many short rows as a table."""
    labels = tuple(dict.fromkeys(value.label for row in rows for value in row.values))
    if len(rows) == 1 or len(labels) > COLUMNS:
        yield Heading(2, held.name)
        yield from (Facts(tuple((v.label, v.text) for v in row.values)) for row in rows[:LINES])
    else:
        cells = tuple(tuple(_cell(row, label) for label in labels) for row in rows[:LINES])
        yield Table(held.name, labels, cells)
    if len(rows) > LINES:
        yield Notice(
            gettext("Here are the first %(lines)d of %(all)d; all of them are in the file for computers.")
            % {"lines": LINES, "all": len(rows)}
        )


def _cell(row: Row, label: str) -> str:
    return next((value.text for value in row.values if value.label == label), "")
