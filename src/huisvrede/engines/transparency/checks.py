"""Loose ends in one organisation's policy: each with its code, a sentence that says what to do, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import caches
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huisvrede.core.vocabulary import NOWHERE
from huisvrede.engines.transparency.queries import version_today
from huisvrede.engines.transparency.told import LABELS, Rows, name_of, role_name
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.joining import Code, Loose, holdings, loose, promise, unfinished
from huisvrede.foundation.register.models import Activity, Retention, Role, Version
from huisvrede.foundation.register.queries import roles, version_on
from huisvrede.foundation.register.words import WORDS, language, word
from huisvrede.foundation.walls.session import session

SENTENCES: Mapping[Code, str] = {
    Code.NO_RETENTION: gettext_noop(
        "“%(activity)s” stays closed: the software starts the clock “%(about)s”, and the policy does not say"
        " how long the data are kept after it. Decide on a period and its source."
    ),
    Code.CATEGORY_UNNAMED: gettext_noop(
        "“%(activity)s” stays closed: the software keeps “%(about)s” of people, and the policy does not name"
        " it. Add it to the kinds of data, or have it removed from the software."
    ),
    Code.NO_LEGAL_BASIS: gettext_noop(
        "“%(activity)s” stays closed: it has no legal basis. Decide on which basis of article 6 it rests."
    ),
    Code.NO_SPECIAL_GROUND: gettext_noop(
        "“%(activity)s” stays closed: “%(about)s” may only be kept on a special ground (article 9, 10 or 87)."
        " Decide on the ground, or stop keeping it."
    ),
    Code.NO_BALANCING: gettext_noop(
        "“%(activity)s” stays closed: “%(about)s” needs a balancing test. Write down why our interest weighs"
        " more."
    ),
    Code.ABSENT: gettext_noop(
        "The software could be used for “%(activity)s”, but the policy does not name it, so it is closed."
        " Nothing needs to be done, unless you want to use it."
    ),
    Code.CATEGORY_UNUSED: gettext_noop(
        "“%(activity)s” names “%(about)s”, and the software keeps none of it under this activity."
        " Check whether it is kept elsewhere; otherwise remove it from the policy."
    ),
    Code.RULE_WITHOUT_CLOCK: gettext_noop(
        "“%(activity)s” has a period after “%(about)s”, and the software does not know that moment, so"
        " nothing is destroyed by it there. Rename it, or see to the destruction by hand."
    ),
    Code.ITEM_MISSING: gettext_noop("“%(activity)s” does not say yet: %(about)s. Write it in a change of the policy."),
    Code.REVIEW_OVERDUE: gettext_noop(
        "“%(activity)s” was to be looked at again by %(about)s at the latest. %(owner)s checks whether it is still true,"
        " and the day of that is renewed in a change of the policy."
    ),
    Code.CLOSED_HERE: gettext_noop(
        "“%(activity)s” is closed, and it says that its data are in Huisvrede. Is it done in another system? Write which."
        " Is it not done yet? Write “nowhere”. Otherwise have the policy open it."
    ),
    Code.ANONYMISED_BY_NOBODY: gettext_noop(
        "“%(activity)s” stays closed: after “%(about)s” the policy makes data anonymous, and the software can only destroy"
        " them. Choose “destroyed” in a change of the policy, and keep figures of groups apart."
    ),
}


@dataclass(frozen=True)
class LooseEnd:
    """One loose end: `closes` says that its activity stays closed until it is mended, `asks` that its entry is unfinished."""

    code: str
    sentence: str
    where: str
    activity: str = ""
    closes: bool = False
    asks: bool = False


def loose_ends(organisation: Organisation) -> list[LooseEnd]:
    """Everything loose in the policy in force on the day of the session, what closes an activity first.

    What keeps an activity closed that the policy itself declares closed is told on its own page alone.
    """
    return loose_ends_in(version_on(session().acting.day), organisation)


def loose_ends_in(version: Version, organisation: Organisation) -> list[LooseEnd]:
    """The same for a version already at hand."""
    found = list(_found(version))
    known = roles(version) if any(end.code.asks for end, _row in found) else {}
    ends = [_ended(end, organisation, row, known) for end, row in found]
    return sorted(ends, key=lambda end: (not end.closes, end.activity, end.code))


def known_ends() -> list[LooseEnd]:
    """What is loose in the version in force: it never changes, so all its entries are read once for each day and language."""
    running, version = session(), version_today()
    key = f"ends:{running.organisation.key}:{version.pk}:{running.acting.day}:{language()}"
    if (key,) not in running.known:
        found: list[LooseEnd] | None = caches["published"].get(key)
        if found is None:
            found = loose_ends_in(version, running.organisation)
            caches["published"].set(key, found)
        running.known[key,] = found
    return list(running.known[key,])


def loose_ends_of(rows: Rows, organisation: Organisation) -> list[LooseEnd]:
    """What keeps one activity closed, or would if the policy opened it; and what somebody must write in its entry."""
    rules = {rule.clock: rule.content for rule in rows.retention}
    return [_ended(end, organisation, rows.activity, rows.roles) for end in _ends_of(rows.activity, rules)]


def _ends_of(row: Activity, rules: Mapping[str, Mapping[str, Any]]) -> Iterator[Loose]:
    afterwards = {clock: rule.get("afterwards", "") for clock, rule in rules.items()}
    yield from loose(promise(row.key, row.content, afterwards), holdings().get(row.key))
    yield from unfinished(row.key, row.content, rules, session().acting.day)


def _found(version: Version) -> Iterator[tuple[Loose, Activity | None]]:
    """Loose ends of what the policy says is done, here or elsewhere, and of what it is silent about.

    What keeps an activity closed is told only where the policy declares it open.
    """
    held = holdings()
    rows = list(Activity.objects.filter(version=version))
    rules: dict[str, dict[str, Any]] = defaultdict(dict)
    said = Retention.objects.filter(version=version, activity__in=[row.key for row in rows])
    for key, clock, content in said.values_list("activity", "clock", "content"):
        rules[key][clock] = content
    for row in rows:
        ends = _ends_of(row, rules[row.key]) if row.content["held_in"] != NOWHERE else ()
        yield from ((end, row) for end in ends if row.content["open"] or end.code.asks)
    yield from ((Loose(Code.ABSENT, key), None) for key in sorted(set(held) - {row.key for row in rows}))


def _ended(end: Loose, organisation: Organisation, row: Activity | None, known: Mapping[str, Role]) -> LooseEnd:
    name = name_of(row) if row else end.activity
    owner = known.get(row.content.get("owner", "")) if row else None
    told = {"activity": name, "about": _about(end), "owner": role_name(owner) if owner else _("Who answers for it")}
    where = f"profiles/{organisation.profile}/activities/{end.activity}.toml"
    return LooseEnd(end.code.value, _(SENTENCES[end.code]) % told, where, end.activity, end.code.closes, end.code.asks)


def _about(end: Loose) -> str:
    """What a loose end is about, in words."""
    if end.code is Code.ITEM_MISSING:
        return "; ".join(_item(item) for item in end.about.split())
    if end.code is Code.REVIEW_OVERDUE:
        return date_format(date.fromisoformat(end.about))
    if end.code is Code.ANONYMISED_BY_NOBODY:
        return word("clock", end.about)
    return word("basis" if end.about in WORDS["basis"] else "category", end.about)


def _item(item: str) -> str:
    """What an entry lacks, as its page and its form call it."""
    what, _dot, which = item.partition(".")
    if what == "principles" and which:
        return _("the principle “%(principle)s”") % {"principle": word("principle", which)}
    if what == "consent":
        return _("in what people read before they agree: “%(part)s”") % {"part": word("consent", which)}
    if what == "afterwards":
        return _("what happens when the period “%(clock)s” is over") % {"clock": word("clock", which)}
    return _(LABELS[what])
