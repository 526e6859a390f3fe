"""The privacy statement, composed from the register: what articles 13 and 14 ask, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from huisvrede.engines.transparency.queries import rows_in_use
from huisvrede.engines.transparency.told import TERMS, Rows, Told, ending, name_of, once, tell
from huisvrede.foundation.register.models import Retention, Term, Version
from huisvrede.foundation.register.words import (
    bases_of,
    how_long,
    kept_for,
    objection_of,
    rights_of,
    said,
    said_each,
    word,
)

LANGUAGES = ("nl", "en")
QUESTIONS: Mapping[str, str] = {
    "data_subjects": gettext_noop("Whose data is it?"),
    "joint_controllers": gettext_noop("Who is responsible together with us, and whom can you ask?"),
    "purposes": gettext_noop("What do we use the data for?"),
    "categories": gettext_noop("Which data do we keep?"),
    "legal_bases": gettext_noop("Why may we do this?"),
    "consent": gettext_noop("What do you agree to?"),
    "special_grounds": gettext_noop("Why may we keep data that the law protects more?"),
    "retention": gettext_noop("How long do we keep the data?"),
    "source_of_data": gettext_noop("Where do the data come from?"),
    "informed": gettext_noop("How do you hear of it?"),
    "recipients": gettext_noop("With whom do we share them?"),
    "transfers": gettext_noop("Do they leave the European Economic Area?"),
    "held_in": gettext_noop("In which system are the data?"),
    "required": gettext_noop("Do you have to give them?"),
    "rights": gettext_noop("What can you ask of us here, besides your other rights?"),
    "objection": gettext_noop("May you object?"),
    "automated_decisions": gettext_noop("Does a computer decide about you?"),
}
"""Field of an activity -> the question a reader has, in the order of the page."""
RIGHTS = (
    (gettext_noop("which data we have of you, and a copy of them;"), "access"),
    (gettext_noop("to correct or complete what is wrong;"), "rectification"),
    (gettext_noop("to erase data we no longer need or may no longer keep;"), "erasure"),
    (gettext_noop("to stop using data for a while, for instance while we sort out whether they are right."), "restriction"),
)
"""What everybody may ask, as the end of a sentence, and the word of the law that explains it."""
ANSWERED = ("access-request", "request-extension")
"""How long an answer to a request takes, and how much longer at most (article 12(3))."""


def compose(version: Version) -> dict[str, Any]:
    """The whole statement as it will be frozen: a text in each language, nothing to be looked up later."""
    content: dict[str, Any] = {}
    for tongue in LANGUAGES:
        with override(tongue):
            content[tongue] = spoken(version)
    return content


def spoken(version: Version) -> dict[str, Any]:
    """The statement of a version in the language of the moment."""
    terms = dict(Term.objects.filter(version=version, key__in=ANSWERED).values_list("key", "value"))
    answer, longer = (how_long(terms[key]) if key in terms else "" for key in ANSWERED)
    rows, met = rows_in_use(version), set[str]()
    return {
        "organisation": _organisation(version),
        "about": _about(rows),
        "activities": [_activity(row, met) for row in rows],
        "rights": [[_(text), term] for text, term in RIGHTS],
        "answer_within": answer,
        "asked": " ".join(_asked(answer, longer)),
    }


def _asked(answer: str, longer: str) -> Iterator[str]:
    """How to ask, what it costs, and when the answer comes (articles 12(3) and 12(5))."""
    yield _("You can also write, call or come to us. It costs nothing.")
    if answer:
        yield _("You have an answer within %(period)s.") % {"period": answer}
    if answer and longer:
        difficult = _("A difficult request can take %(period)s longer. We tell you within the first month, and why.")
        yield difficult % {"period": longer}


def _about(rows: Sequence[Rows]) -> str:
    """What the statement is about, and where that is done."""
    systems = sorted({word("system", row.activity.content["held_in"]) for row in rows if _elsewhere(row)})
    named = _("This statement is about all that we do with personal data. We do that in Huisvrede and in: %(systems)s.")
    alone = _("This statement is about all that we do with personal data. We do that in Huisvrede.")
    return named % {"systems": "; ".join(systems)} if systems else alone


def _elsewhere(rows: Rows) -> bool:
    return rows.activity.state == "elsewhere"


def _organisation(version: Version) -> dict[str, Any]:
    """Who is responsible and whom to turn to (article 13(1)(a) and (b), 13(2)(d))."""
    content = version.organisation
    authority = content["authority"]
    return {
        "controller": content["controller"],
        "contact": content["contact"],
        "authority": {"name": said(authority["name"]), "website": authority["website"]},
        "title": said(content["policy"]["title"]),
    }


def _activity(rows: Rows, met: set[str]) -> dict[str, Any]:
    told = tell(rows)
    told |= _plainly(rows, told)
    return {
        "key": rows.activity.key,
        "name": name_of(rows.activity),
        "description": told["description"][0],
        "parts": [
            [_(question), list(told[field]), once(met, TERMS.get(field, ""))]
            for field, question in QUESTIONS.items()
            if told[field]
        ],
    }


def _plainly(rows: Rows, told: Told) -> Told:
    """What a reader outside is told in other words than a privacy officer."""
    content = rows.activity.content
    elsewhere = _("Not in Huisvrede, but in another system: %(system)s.")
    bases, public = bases_of(content), "public-source" in content.get("sources", ())
    nobody = _("We share them with nobody.")
    recipients = tuple(f"{said(r['name'])} ({word('recipient', r['role'])})" for r in content["recipients"])
    transfers = tuple(f"{t['country']}: {t['safeguard']}" for t in content["transfers"])
    decides = (_("Yes."), *said_each(content, "automated")) if content["automated_decisions"] else (_("No. People decide."),)
    return {
        "retention": tuple(_rule(rule) for rule in rows.retention),
        "source_of_data": (*told["source_of_data"], *((_("Some of them are public."),) if public else ())),
        "recipients": recipients or (nobody,),
        "transfers": transfers or (_("No."),),
        "consent": tuple(said_each(content, "consent")),
        "automated_decisions": decides,
        "rights": tuple(right for right in rights_of(bases) if right not in rights_of(())),
        "objection": tuple(filter(None, (objection_of(bases),))),
        "held_in": (elsewhere % {"system": word("system", content["held_in"])},) if _elsewhere(rows) else (),
    }


def _rule(rule: Retention) -> str:
    kept = {"period": kept_for(rule.period, rule.clock).capitalize(), "why": said(rule.content)}
    return " ".join([_("%(period)s. %(why)s") % kept, *ending(rule.content)])


def parts(content: Mapping[str, Any], tongue: str) -> dict[str, list[str]]:
    """What a statement says, flat: "activity: question" -> texts, so that two can be compared."""
    found: dict[str, list[str]] = {}
    for activity in content.get(tongue, {}).get("activities", []):
        found[activity["name"]] = [activity["description"]]
        found |= {f"{activity['name']}: {question}": texts for question, texts, *_term in activity["parts"]}
    return found
