"""What our keys and words are called towards the person: a role for a colleague, a name for an activity."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.rights.rules import BEGIN
from huisvrede.engines.rights.words import ACTIONS as RIGHTS_ACTIONS
from huisvrede.engines.rights.words import KINDS, STATES
from huisvrede.foundation.audit.models import Look, Seen
from huisvrede.foundation.gates.naming import ACTIONS, action
from huisvrede.foundation.people.models import Grant, Hat, named
from huisvrede.foundation.register.models import Activity, Version
from huisvrede.foundation.register.queries import roles
from huisvrede.foundation.register.words import vocabulary
from huisvrede.foundation.walls.ticket import NOBODY


@dataclass(frozen=True)
class Names:
    """Roles by hat, organisations by look, the person's own accounts and hats, at work as well, and words by field name."""

    accounts: frozenset[UUID]
    own_hats: frozenset[UUID]
    work_hats: frozenset[UUID]
    by_hat: dict[UUID, str]
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    def role_of(self, key: UUID) -> str:
        """What a hat is called; empty for a key that is no hat."""
        if key == NOBODY:
            return gettext("an automatic step")
        return gettext("yourself") if key in self.own_hats else self.by_hat.get(key, "")


def _states() -> dict[str, str]:
    """How far a request was or is, in words."""
    return {BEGIN: gettext("not there yet"), **{key: str(word) for key, word in STATES.items()}}


def _worked_for(person: UUID) -> dict[UUID, str]:
    """Look -> for whom worked who saw this person's data, where that is not the controller itself (article 15(1)(c))."""
    outside = dict(Hat.objects.exclude(organisation="").values_list("pk", "organisation"))
    seen = Seen.objects.filter(subject=person).values("look")
    return {
        look: outside[hat]
        for look, hat in Look.objects.filter(pk__in=seen, hat__in=outside).values_list("pk", "hat")
    }


def names_for(person: UUID, *, version: Version, language: str) -> Names:
    """The names one person is told, in a language. For jobs."""
    accounts = Hat.objects.filter(person_id=person).values("account")
    own = list(Hat.objects.filter(account__in=accounts))
    titles = {key: r.name_en if language == "en" else r.name_nl for key, r in roles(version).items()}
    nameless = Hat.objects.filter(kind=Kind.STAFF.value, name="").values_list("pk", flat=True)
    by_hat = dict.fromkeys(nameless, named(""))
    for grant in Grant.objects.order_by("starts_on"):
        by_hat[grant.hat_id] = titles.get(grant.role, grant.role)
    by_hat |= _worked_for(person)
    activities = list(Activity.objects.filter(version=version))
    purposes = {p: text[language] for a in activities for p, text in a.content["purposes"].items()}
    recipients = {
        row["name"]["nl"]: row["name"][language] for a in activities for row in a.content["recipients"]
    }
    return Names(
        accounts=frozenset(hat.account for hat in own),
        own_hats=frozenset(hat.pk for hat in own),
        work_hats=frozenset(hat.pk for hat in own if hat.kind != Kind.SUBJECT.value),
        by_hat=by_hat,
        words={
            "activity": {a.key: a.name_en if language == "en" else a.name_nl for a in activities},
            "role": {**titles, "subject": gettext("yourself"), "system": gettext("the system")},
            "purpose": purposes,
            "standing": recipients,
            "kind": {Kind.STAFF.value: gettext("at work"), Kind.SUBJECT.value: gettext("for yourself")},
            "categories": vocabulary("category"),
            "right": vocabulary("action"),
            "action": {key: action(key) for key in (*ACTIONS, *RIGHTS_ACTIONS)},
            "workflow": {key: str(word) for key, word in KINDS.items()},
            **{name: _states() for name in ("state", "before", "after")},
        },
    )
