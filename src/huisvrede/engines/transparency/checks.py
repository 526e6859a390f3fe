"""Loose ends in one organisation's policy: each with its code, a sentence that says what to do, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huisvrede.engines.transparency.told import name_of
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.joining import Code, Loose, holdings, loose, promise
from huisvrede.foundation.register.models import Activity, Retention, Version
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.register.words import WORDS, word
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
}


@dataclass(frozen=True)
class LooseEnd:
    """One loose end: `closes` says that its activity stays closed until it is mended."""

    code: str
    sentence: str
    where: str
    activity: str = ""
    closes: bool = False


def loose_ends(organisation: Organisation) -> list[LooseEnd]:
    """Everything loose in the policy in force on the day of the session, what closes an activity first.

    Activities the policy itself declares closed are left out: what they lack is told on their own page.
    """
    return loose_ends_in(version_on(session().acting.day), organisation)


def loose_ends_in(version: Version, organisation: Organisation) -> list[LooseEnd]:
    """The same for a version already at hand."""
    ends = [_ended(end, organisation, name) for end, name in _found(version)]
    return sorted(ends, key=lambda end: (not end.closes, end.activity, end.code))


def loose_ends_of(activity: Activity, clocks: Collection[str], organisation: Organisation) -> list[LooseEnd]:
    """What keeps one activity closed, or would if the policy opened it; `clocks` are those with a period."""
    found = loose(promise(activity.key, activity.content, clocks), holdings().get(activity.key))
    return [_ended(end, organisation, name_of(activity)) for end in found]


def _found(version: Version) -> Iterator[tuple[Loose, str]]:
    """Loose ends of the activities the policy declares open, each with the activity's name.

    Only two kinds of activities are read: those the software holds something of, and those a loose end closed
    when the policy was adopted. All others were found whole then, and nothing in code speaks of them.
    """
    held = holdings()
    asked = Q(key__in=list(held)) | Q(open=False, content__open=True)
    rows = list(Activity.objects.filter(asked, version=version))
    clocks: dict[str, list[str]] = defaultdict(list)
    rules = Retention.objects.filter(version=version, activity__in=[row.key for row in rows])
    for key, clock in rules.values_list("activity", "clock"):
        clocks[key].append(clock)
    for row in rows:
        if row.content["open"]:
            ends = loose(promise(row.key, row.content, clocks[row.key]), held.get(row.key))
            yield from ((end, name_of(row)) for end in ends)
    yield from ((Loose(Code.ABSENT, key), key) for key in sorted(set(held) - {row.key for row in rows}))


def _ended(end: Loose, organisation: Organisation, name: str) -> LooseEnd:
    kind = "basis" if end.about in WORDS["basis"] else "category"
    sentence = _(SENTENCES[end.code]) % {"activity": name, "about": word(kind, end.about)}
    where = f"profiles/{organisation.profile}/activities/{end.activity}.toml"
    return LooseEnd(end.code.value, sentence, where, end.activity, end.code.closes)
