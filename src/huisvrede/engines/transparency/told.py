"""One activity told in words: every field of article 30(1) and what else the policy says, in one language.

The register shows it, two versions are compared by it, and the privacy statement is made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huisvrede.core.vocabulary import COMPUTER_DECIDES, CONSENT_SAYS, PRINCIPLES, Category
from huisvrede.foundation.register.models import Activity, Retention, Right, Role
from huisvrede.foundation.register.words import every, kept_for, language, said, sourced, word, words

LABELS: Mapping[str, str] = {
    "name": gettext_noop("Name"),
    "state": gettext_noop("State"),
    "description": gettext_noop("What happens"),
    "purposes": gettext_noop("Purposes"),
    "legal_bases": gettext_noop("Legal bases"),
    "consent": gettext_noop("What people read before they agree"),
    "special_grounds": gettext_noop("Grounds for data that the law protects more"),
    "data_subjects": gettext_noop("Data subjects"),
    "categories": gettext_noop("Kinds of personal data"),
    "joint_controllers": gettext_noop("Joint controllers"),
    "recipients": gettext_noop("Recipients"),
    "transfers": gettext_noop("Outside the European Economic Area"),
    "retention": gettext_noop("Erasure periods"),
    "security": gettext_noop("Security measures"),
    "sources": gettext_noop("Sources"),
    "source_of_data": gettext_noop("Where the data come from"),
    "informed": gettext_noop("How people are told of it"),
    "required": gettext_noop("Whether people must give the data"),
    "automated_decisions": gettext_noop("Automated decisions"),
    "held_in": gettext_noop("Held in"),
    "proportionality": gettext_noop("Why it is no larger than the purpose is worth"),
    "subsidiarity": gettext_noop("Why no lighter way would do"),
    "principles": gettext_noop("How each principle is met"),
    "owner": gettext_noop("Who answers for it"),
    "reviewed_on": gettext_noop("Last looked at on"),
    "review_every": gettext_noop("To be looked at again"),
    "roles": gettext_noop("Who may do what"),
}
"""Every field in the order of the page, with its label as msgid."""

TERMS: Mapping[str, str] = {
    "purposes": "purpose",
    "legal_bases": "legal-basis",
    "consent": "consent",
    "special_grounds": "special-data",
    "data_subjects": "data-subject",
    "categories": "personal-data",
    "joint_controllers": "joint-controllers",
    "recipients": "recipient",
    "transfers": "transfer",
    "retention": "retention-period",
    "automated_decisions": "automated-decision",
}
"""Field -> the word of the law it is about, which `foundation.ui.terms` explains."""
ENDINGS: Mapping[str, str] = {
    "destroyed": gettext_noop("After that the data are destroyed."),
    "anonymised": gettext_noop("After that nobody can tell any more whom the data are about."),
}
"""What happens when a period is over -> a sentence, as msgid."""

WEIGHED: Final = ("proportionality", "subsidiarity")
LOOKED_AT: Final = ("owner", "reviewed_on", "review_every")
ACCOUNTED: Final = frozenset({*WEIGHED, "principles", *LOOKED_AT})
"""Fields by which we account for it, apart from what article 30 asks."""

Told = dict[str, tuple[str, ...]]
"""Field -> what is said of it, a text per item; a field with nothing to say is empty."""


@dataclass(frozen=True)
class Rows:
    """The rows of one activity in one version."""

    activity: Activity
    retention: Sequence[Retention] = ()
    rights: Sequence[Right] = ()
    roles: Mapping[str, Role] = field(default_factory=dict)


def tell(rows: Rows) -> Told:
    """The activity in the language of the moment."""
    content = rows.activity.content
    joint = [r for r in content["recipients"] if r["role"] == "joint-controller"]
    return {
        "name": (name_of(rows.activity),),
        "state": (word("state", rows.activity.state),),
        "description": (said(content["description"]),),
        "purposes": tuple(said(text) for text in content["purposes"].values()),
        "legal_bases": tuple(_basis(basis) for basis in content["legal_bases"]),
        "consent": tuple(_each(content, "consent", CONSENT_SAYS)),
        "special_grounds": tuple(
            f"{_article(g)}: {said(g['explanation'])}" for g in content["special_grounds"]
        ),
        "data_subjects": tuple(said(text) for text in content["data_subjects"]),
        "categories": tuple(_category(code) for code in content["categories"]),
        "joint_controllers": tuple(together(r) for r in joint),
        "recipients": tuple(_recipient(r) for r in content["recipients"]),
        "transfers": tuple(f"{t['country']}: {t['safeguard']}" for t in content["transfers"]),
        "retention": tuple(_rule(rule) for rule in rows.retention),
        "security": tuple(said(text) for text in content["security"]),
        "sources": (words("source", content["sources"]),) if content.get("sources") else (),
        "source_of_data": (said(content["source_of_data"]),),
        "informed": _argued(content, "informed"),
        "required": (said(content["required"]),),
        "automated_decisions": (_("yes"), *_each(content, "automated", COMPUTER_DECIDES))
        if content["automated_decisions"]
        else (_("no"),),
        "held_in": (word("system", content["held_in"]),),
        "proportionality": _argued(content, "proportionality"),
        "subsidiarity": _argued(content, "subsidiarity"),
        "principles": tuple(_each(content, "principles", PRINCIPLES, kind="principle")),
        "owner": (_role_name(rows.roles.get(content["owner"]), content["owner"]),) if content.get("owner") else (),
        "reviewed_on": (date_format(date.fromisoformat(content["reviewed_on"])),) if content.get("reviewed_on") else (),
        "review_every": (every(content["review_every"]),) if content.get("review_every") else (),
        "roles": tuple(_roles(rows)),
    }


def accounted(rows: Rows, told: Told) -> list[tuple[str, str]]:
    """(label, text) of why it may be done this way, a principle each; what is not written yet says so."""
    met = rows.activity.content.get("principles", {})
    weighed = [(_(LABELS[name]), "".join(told[name])) for name in WEIGHED]
    kept = [(word("principle", key), said(met[key]) if key in met else "") for key in PRINCIPLES]
    looked = [(_(LABELS[name]), "".join(told[name])) for name in LOOKED_AT]
    return [(label, text or _("Not written yet")) for label, text in (*weighed, *kept, *looked)]


def once(words: set[str], word: str) -> str:
    """A word of the law where it is met first, which is where it is explained; "" where it was met before."""
    if word in words:
        return ""
    words.add(word)
    return word


def name_of(activity: Activity) -> str:
    """Its name in the language of the moment."""
    return activity.name_en if language() == "en" else activity.name_nl


def _argued(content: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """What an entry says in words, where it does; an older version may say nothing."""
    return (said(content[name]),) if content.get(name) else ()


def _each(content: Mapping[str, Any], name: str, known: Sequence[str], *, kind: str = "") -> Iterator[str]:
    """What an entry says part by part, each after what it is called."""
    parts = content.get(name, {})
    yield from (f"{word(kind or name, key)}: {said(parts[key])}" for key in known if key in parts)


def _category(code: str) -> str:
    """A kind of data, with its class where that asks for more protection (ALL-39); a number is none of article 9."""
    kind = Category(code)
    level = "number" if kind is Category.IDENTIFICATION_NUMBER else kind.sensitivity
    return f"{word('category', code)} ({word('sensitivity', level)})" if kind.sealed else word("category", code)


def _basis(basis: Mapping[str, Any]) -> str:
    text = f"{word('basis', basis['basis']).capitalize()} ({_article(basis)}): {said(basis['explanation'])}"
    if not basis.get("balancing"):
        return text
    return _("%(basis)s Our balancing: %(balancing)s") % {
        "basis": text,
        "balancing": said(basis["balancing"]),
    }


def _article(row: Mapping[str, Any]) -> str:
    return _("GDPR article %(article)s") % {"article": row["article"]}


def _recipient(row: Mapping[str, Any]) -> str:
    kinds = words("category", row["categories"])
    return f"{said(row['name'])} ({word('recipient', row['role'])}; {sourced(row['ground'])}): {kinds}"


def together(row: Mapping[str, Any]) -> str:
    """Who is responsible together with us, and where people turn to (articles 26(1) and 30(1)(a))."""
    name = said(row["name"])
    return f"{name}. {said(row['contact'])}" if "contact" in row else name


def _rule(rule: Retention) -> str:
    period = kept_for(rule.period, rule.clock)
    told = {"period": period, "why": said(rule.content), "source": sourced(rule.source)}
    return " ".join([_("%(period)s: %(why)s (Source: %(source)s.)") % told, *ending(rule.content)])


def ending(rule: Mapping[str, Any]) -> list[str]:
    """What happens when the period of a rule is over, and what may stay longer, in sentences (article 5(1)(e))."""
    then, longer = rule.get("afterwards", ""), rule.get("longer")
    return [*([_(ENDINGS[then])] if then else []), *([said(longer)] if longer else [])]


def _roles(rows: Rows) -> Iterable[str]:
    """Need-to-know as text: a line per role for the purposes that share reach and actions."""
    purposes = rows.activity.content["purposes"]
    by_role: dict[tuple[str, str], dict[str, set[str]]] = {}
    for right in rows.rights:
        by_role.setdefault((right.role, right.reach), {}).setdefault(right.purpose, set()).add(right.action)
    for (role, reach), actions in by_role.items():
        alike: dict[tuple[str, ...], list[str]] = {}
        for purpose in sorted(actions):
            alike.setdefault(tuple(sorted(actions[purpose])), []).append(purpose)
        for done, wanted in alike.items():
            told = {
                "role": _role_name(rows.roles.get(role), role),
                "actions": words("action", list(done)),
                "reach": word("reach", reach),
                "purposes": "; ".join(said(purposes[p]) if p in purposes else word("purpose", p) for p in wanted),
            }
            yield _("%(role)s: %(actions)s – %(reach)s. For: %(purposes)s") % told


def _role_name(role: Role | None, key: str) -> str:
    return key if role is None else role_name(role)


def role_name(role: Role) -> str:
    """A role in the language of the moment."""
    return role.name_en if language() == "en" else role.name_nl


@dataclass(frozen=True)
class Change:
    """What was said of a field and is no more, and what is said of it now."""

    label: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


def differences(before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]) -> list[Change]:
    """The difference in words, field by field in the order of the page; empty when nothing changed."""
    found = []
    for key in [*after, *(k for k in before if k not in after)]:
        was, now = before.get(key, ()), after.get(key, ())
        gone, new = tuple(t for t in was if t not in now), tuple(t for t in now if t not in was)
        if gone or new:
            found.append(Change(_(LABELS[key]) if key in LABELS else key, gone, new))
    return found
