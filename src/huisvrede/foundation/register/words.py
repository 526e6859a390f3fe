"""The words of the register as people read them, in the language of the moment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_noop as _

from huisvrede.core.duration import Language, Period
from huisvrede.core.vocabulary import LegalBasis

WORDS: Mapping[str, Mapping[str, str]] = {
    "category": {
        "identity": _("name and identity"),
        "contact": _("contact data"),
        "birth": _("date of birth"),
        "household": _("household"),
        "housing": _("housing"),
        "income": _("income"),
        "financial": _("payments and debts"),
        "identification-number": _("citizen service number (BSN)"),
        "health": _("health"),
        "criminal": _("criminal offences"),
        "nationality": _("nationality"),
        "employment": _("work"),
        "account": _("account"),
        "preference": _("wishes and preferences"),
        "correspondence": _("letters and messages"),
        "decision": _("decisions"),
        "technical": _("technical data"),
        "opinion": _("opinions"),
        "image": _("images"),
    },
    "ending": {
        "wrong in this file": _("stood in the wrong file"),
        "import taken back": _("the import that brought it was taken back"),
    },
    "sensitivity": {
        "general": _("general"),
        "sensitive": _("sensitive"),
        "special": _("special"),
        "number": _("number protected by law"),
    },
    "basis": {
        "consent": _("consent"),
        "contract": _("contract"),
        "legal-obligation": _("legal obligation"),
        "vital-interest": _("vital interest"),
        "public-task": _("public task"),
        "legitimate-interest": _("legitimate interest"),
    },
    "recipient": {
        "processor": _("works for us as a processor"),
        "third-party": _("decides for itself what it does with the data"),
        "joint-controller": _("responsible together with us"),
        "internal": _("part of our own organisation"),
    },
    "action": {
        "view": _("view"),
        "create": _("create"),
        "edit": _("change"),
        "import": _("import"),
        "export": _("export"),
        "establish-identity": _("establish identity"),
        "advise": _("advise"),
        "decide": _("decide"),
        "hand-over": _("hand over on paper"),
        "withdraw": _("withdraw"),
        "publish": _("publish"),
        "disclose": _("pass on"),
        "propose-role": _("ask for a role"),
        "grant-role": _("give a role"),
        "review-access": _("look at roles"),
        "propose-recovery": _("ask to let somebody in again"),
        "confirm-recovery": _("confirm that somebody is let in again"),
        "open-exceptionally": _("open a file exceptionally"),
        "review-exceptional": _("review exceptional openings"),
        "view-number": _("open identification numbers"),
        "record-number": _("record identification numbers"),
        "remove-number": _("take out identification numbers"),
        "view-document": _("open documents"),
        "add-document": _("add documents"),
        "find-person": _("find which file is somebody's"),
        "propose-policy": _("propose a change of the policy"),
    },
    "reach": {
        "organisation": _("everything in this activity"),
        "assigned": _("only what is assigned to them"),
        "own": _("only their own data"),
    },
    "clock": {
        "ended": _("from the end"),
        "added": _("from the day it was added"),
        "closed": _("from the closing"),
        "logged": _("from the day it was logged"),
        "attempted": _("from the attempt"),
        "last-contact": _("from the last contact"),
        "handled": _("from the day it was handled"),
        "heard": _("from the hearing"),
        "decided": _("from the decision"),
        "completed": _("from the completion"),
        "consented": _("from the consent"),
        "transferred": _("from the transfer"),
        "paid": _("from the payment"),
        "booked": _("from the day it was booked"),
        "year-of-leaving-ended": _("from the end of the year of leaving"),
    },
    "state": {
        "open": _("open"),
        "closed": _("closed"),
        "elsewhere": _("outside Huisvrede"),
        "planned": _("not started"),
    },
    "system": {
        "huisvrede": _("Huisvrede"),
        "payroll-system": _("payroll system"),
        "housing-system": _("system for letting and maintenance"),
        "website": _("website"),
        "survey-portal": _("portal for surveys"),
        "own-files": _("files of our own, apart from the systems"),
        "allocation-system": _("system in which homes are offered"),
        "billing-system": _("system for hours and bills"),
        "nowhere": _("nowhere, as it has not started yet"),
    },
    "source": {
        "data-subject": _("the person themselves"),
        "another-person": _("another person"),
        "other-organisation": _("another organisation"),
        "public-source": _("a public source"),
        "ourselves": _("we record them ourselves"),
    },
    "afterwards": {
        "destroyed": _("the data are destroyed"),
        "anonymised": _("the data are made anonymous"),
    },
    "principle": {
        "lawfulness": _("Lawful, fair and transparent"),
        "purpose-limitation": _("For this purpose only"),
        "compatible-use": _("Further use that is compatible"),
        "minimisation": _("No more than needed"),
        "accuracy": _("Accurate"),
        "storage-limitation": _("No longer than needed"),
        "security": _("Safe"),
    },
    "consent": {
        "purpose": _("What for"),
        "need": _("Why the data are needed"),
        "handling": _("How they are handled"),
        "freedom": _("That one is free to refuse"),
    },
    "automated": {
        "logic": _("How the computer decides"),
        "consequences": _("What that means for people"),
        "person": _("How a person looks again"),
    },
    "purpose": {
        "rights": _("requests about privacy rights"),
        "legal-claim": _("a legal claim"),
        "protect-others": _("protecting others"),
    },
}
"""Kind of word -> code -> msgid."""


def language() -> Language:
    """Dutch, unless the reader chose English."""
    return "en" if (get_language() or "").startswith("en") else "nl"


def word(kind: str, code: str) -> str:
    """A code in words; a code nobody translated is shown as it is."""
    msgid = WORDS[kind].get(code)
    return gettext(msgid) if msgid else code


def words(kind: str, codes: Iterable[str]) -> str:
    """Codes in words, with commas."""
    return ", ".join(word(kind, code) for code in codes)


def vocabulary(kind: str) -> dict[str, str]:
    """Every code of a kind with its word, for a page that needs them many times."""
    return {code: gettext(msgid) for code, msgid in WORDS[kind].items()}


def said(text: Mapping[str, Any]) -> str:
    """A text of the policy in the language of the moment."""
    return str(text[language()])


def said_each(content: Mapping[str, Any], name: str) -> list[str]:
    """The texts that an entry says part by part (`consent`, `automated`), in the order of the parts."""
    parts = content.get(name, {})
    return [said(parts[key]) for key in WORDS[name] if key in parts]


@lru_cache(maxsize=1024)
def _in_words(period: str, tongue: Language) -> str:
    return Period.parse(period).in_words(tongue)


def how_long(period: str) -> str:
    """A period in words: "2 jaar"."""
    return _in_words(period, language())


def every(period: str) -> str:
    """How often something comes back, in words: "elk jaar", "elke 6 maanden"."""
    return gettext("every year") if period == "P1Y" else gettext("every %(period)s") % {"period": how_long(period)}


def kept_for(period: str, clock: str) -> str:
    """A period and the clock it runs from, in words: "2 jaar vanaf het einde"."""
    return f"{how_long(period)} {word('clock', clock)}"


def named(verbose_name: object) -> str:
    """A kind of row or a field, as its model calls it, in words that begin with a capital."""
    text = gettext(str(verbose_name))
    return text[:1].upper() + text[1:]


_ALWAYS = (
    _("You may see your data, get a copy of them, and ask who looked at them."),
    _("You may have wrong or incomplete data corrected."),
    _("You may ask us to erase your data."),
    _("You may have the use of your data restricted, for instance while we sort out whether they are right."),
)
_PORTABLE = _("You may get the data that you gave us in a file, and take them along to another organisation.")
_CONSENTED = _("You may withdraw your consent at any time. What we did before you withdrew it was allowed.")
_OBJECTION = _(
    "Do we use your data for a public task, or because we or others have an interest in it? Then you may "
    "object at any time, because of your own situation. We stop, unless our reasons weigh more."
)


def bases_of(content: Mapping[str, Any]) -> set[str]:
    """The legal bases of an activity; explicit consent can be withdrawn like any other (articles 7(3) and 9(2)(a))."""
    consented = any(str(ground["article"]).startswith("9(2)(a)") for ground in content.get("special_grounds", ()))
    return {basis["basis"] for basis in content.get("legal_bases", ())} | ({LegalBasis.CONSENT.value} if consented else set())


def rights_of(bases: Iterable[str]) -> list[str]:
    """What a person may ask where data rest on these legal bases, in the active language (articles 15 to 18, 20 and 7(3)).

    Whoever shows them says to whom to complain, which is always possible; objecting stands apart (`objection_of`).
    """
    on = set(bases)
    further = [_PORTABLE] if on & {LegalBasis.CONSENT, LegalBasis.CONTRACT} else []
    if LegalBasis.CONSENT in on:
        further.append(_CONSENTED)
    return [gettext(text) for text in (*_ALWAYS, *further)]


def objection_of(bases: Iterable[str]) -> str:
    """The right to object in the active language, apart from the others (article 21(4)); "" where the law gives none."""
    on = set(bases) & {LegalBasis.PUBLIC_TASK, LegalBasis.LEGITIMATE_INTEREST}
    return gettext(_OBJECTION) if on else ""


LAW = "law: "
"""How the source of a term begins that is an act of law."""


_PLACE: Final = re.compile(r"(?:(?:art\.|annex|note) ?)?[\d.]+")
"""Where something stands in a document that is not named: the organisation's own policy, which its profile is made of."""


def sourced(source: str) -> str:
    """Where a term comes from, in words: always of which document, or that it is the organisation's own choice."""
    if source == "setting":
        return gettext("the organisation's own choice")
    return "; ".join(_place(one) for one in source.split("; "))


def _place(source: str) -> str:
    """One place: of a law, which names itself, or of the policy."""
    if not all(_PLACE.fullmatch(one) for one in source.split(", ")):
        return provided(source)
    place = source.replace("annex", gettext("annex")).replace("note", pgettext("in a document", "note"))
    return gettext("the organisation's policy, %(place)s") % {"place": place}


def provided(provision: str) -> str:
    """A provision of law as a reader knows it; whoever wrote it down named the law."""
    named = provision.replace("GDPR", gettext("GDPR"))
    return gettext("law: %(article)s") % {"article": named.removeprefix(LAW)} if provision.startswith(LAW) else named
