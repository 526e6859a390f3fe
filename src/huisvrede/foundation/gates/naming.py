"""What roles, activities, purposes and acts are called, as the policy of that time names them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huisvrede.core.vocabulary import Kind, Reach
from huisvrede.foundation.register.models import Activity, Role
from huisvrede.foundation.register.words import language, word

NO_ROLE: Mapping[str, Any] = {
    Kind.SYSTEM.value: _("The system itself"),
    Kind.SUBJECT.value: _("Yourself"),
    Kind.VISITOR.value: _("Somebody who was signing in"),
    Kind.STAFF.value: _("A member of staff"),
}
SIGNING_IN: Any = _("To let people sign in safely")
FOR_NO_ACTIVITY: Mapping[str, Any] = {"sign-in": SIGNING_IN, "session": SIGNING_IN}
"""`session` stands in lines of choosing a hat; the database notes a sign-in under `sign-in` alone."""
ACTIONS: Mapping[str, Any] = {
    "view": _("opened"),
    "list": _("seen in a list"),
    "create": _("added"),
    "edit": _("changed"),
    "import": _("imported"),
    "export": _("exported"),
    "download-export": _("exported file downloaded"),
    "establish-identity": _("identity established"),
    "advise": _("advised on"),
    "decide": _("decided on"),
    "withdraw": _("withdrawn"),
    "publish": _("published"),
    "deregister": _("deregistered"),
    "assign": _("assigned to somebody"),
    "import-compare": _("compared while importing"),
    "look-for-file": _("looked for the file of"),
    "ask": _("asked in the portal"),
    "pass-on": _("request passed on"),
    "put-back": _("request begun again from the ledger"),
    "propose-end": _("proposed to end the restriction"),
    "end": _("decided to end the restriction"),
    "go-on": _("decided that the restriction goes on"),
    "lift": _("restriction lifted"),
    "close": _("request closed"),
    "take-back": _("request withdrawn on paper"),
    "recipients": _("looked up who received data"),
    "recipients-told": _("recipients told of the restriction"),
    "not-identified": _("identity not established"),
    "look-again": _("looked again who asks"),
    "grant": _("request granted"),
    "refuse": _("request refused"),
    "keep": _("answer made"),
    "answer": _("answered"),
    "hand-over": _("answer handed over on paper"),
    "list-documents": _("looked which documents an answer would carry"),
    "hold-back": _("proposed to hold a document back from an answer"),
    "held-back": _("held a document back from an answer"),
    "give-after-all": _("proposed to give a document after all"),
    "not-inform": _("recorded why nobody was told"),
    "download-letter": _("letter downloaded"),
    "download-pdf": _("data downloaded to read"),
    "download-json": _("data downloaded for a computer"),
    "download-document": _("document downloaded"),
    "print-document": _("document printed"),
    "print-letter": _("letter printed"),
    "print-pdf": _("data printed"),
    "extend": _("term made longer"),
    "tell": _("told that it takes longer"),
    "letter-sent": _("letter sent that it takes longer"),
    "new-staff": _("added a colleague"),
    "open-exceptionally": _("opened exceptionally"),
    "review-exceptional": _("reviewed an exceptional opening"),
    "shut": _("shut again"),
    "invite": _("invited a colleague"),
    "propose-role": _("asked for a role"),
    "grant-role": _("gave a role"),
    "decline-role": _("declined a role"),
    "end-role": _("ended a role"),
    "end-colleague": _("ended the work of a colleague"),
    "review-access": _("looked at the roles of a colleague"),
    "propose-recovery": _("asked to let somebody in again"),
    "confirm-recovery": _("confirmed that somebody is let in again"),
    "decline-recovery": _("declined to let somebody in again"),
    "give-half": _("gave half of the code to come in again"),
    "disclose": _("passed on"),
    "hold": _("file kept longer than its period, with a reason"),
    "lift-hold": _("file follows its period again"),
    "view-number": _("identification number opened"),
    "record-number": _("identification number recorded"),
    "remove-number": _("identification number taken out"),
    "view-document": _("document opened"),
    "add-document": _("document added"),
    "ask-out": _("asked to take a document out of the file"),
    "take-out": _("document taken out of the file"),
    "leave-in": _("document left in the file"),
    "find-person": _("looked for at the telephone"),
    "find-by-number": _("looked for at the telephone, by number"),
    "find-by-name": _("looked for at the telephone, by name and date of birth"),
    "find-by-file": _("looked for by the file, to let in again"),
    "find-by-address": _("looked for at the telephone, by address"),
    "wear-staff": _("began to work"),
    "wear-subject": _("began to look at own data"),
    "sign-bond": _("signed the confidentiality bond"),
    "read-policy": _("read the policy"),
}

REACHES: Mapping[str, Any] = {
    Reach.ORGANISATION.value: _("everything in this activity"),
    Reach.ASSIGNED.value: _("what is assigned to you"),
    Reach.OWN.value: _("what is about you"),
}


@dataclass(frozen=True)
class Names:
    """Names by version of the policy and key, in the reader's language; a key without a name shows itself."""

    roles: Mapping[tuple[UUID, str], str]
    activities: Mapping[tuple[UUID, str], str]
    purposes: Mapping[tuple[UUID, str, str], str]

    def role(self, version: UUID, key: str) -> str:
        """A role, or who acts without one."""
        return self.roles.get((version, key)) or str(NO_ROLE.get(key, key))

    def activity(self, version: UUID, key: str) -> str:
        """A processing activity."""
        return self.activities.get((version, key), key)

    def purpose(self, version: UUID, activity: str, key: str) -> str:
        """A purpose of an activity, or one that every activity has by law."""
        return self.purposes.get((version, activity, key)) or str(
            FOR_NO_ACTIVITY.get(key) or word("purpose", key)
        )


def names(versions: Collection[UUID]) -> Names:
    """The names of these versions: two queries, however many lines need them."""
    tongue = language()
    roles = Role.objects.filter(version__in=versions).values_list("version_id", "key", f"name_{tongue}")
    rows = list(
        Activity.objects.filter(version__in=versions).values_list(
            "version_id", "key", f"name_{tongue}", "content__purposes"
        )
    )
    return Names(
        roles={(version, key): name for version, key, name in roles},
        activities={(version, key): name for version, key, name, _purposes in rows},
        purposes={
            (version, key, purpose): text[tongue]
            for version, key, _name, purposes in rows
            for purpose, text in purposes.items()
        },
    )


def action(key: str) -> str:
    """What was done, as a participle."""
    return str(ACTIONS[key]) if key in ACTIONS else gettext("done: %(key)s") % {"key": key}


def reach(key: str) -> str:
    """How far somebody's right goes, said to them."""
    return str(REACHES[key])
