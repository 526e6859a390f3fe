"""Every notice we send: a subject and a body in both languages, without anything about anyone.

An e-mail travels over servers of others: it says that something waits and where, never what (COR-25).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language

from huisvrede.core.vocabulary import Kind


@dataclass(frozen=True)
class Notice:
    """What a message says; `{organisation}` and `{link}` are filled in when it is sent.

    `by` names who may ask for it besides a job: only notices to members of staff are anybody else's.
    """

    subject: Mapping[str, str]
    body: Mapping[str, str]
    by: frozenset[Kind] = frozenset()


def _notice(*, nl: tuple[str, str], en: tuple[str, str], by: Iterable[Kind] = ()) -> Notice:
    ends = {
        "nl": "\n\n{link}\n\nMet vriendelijke groet,\n{organisation}",
        "en": "\n\n{link}\n\nKind regards,\n{organisation}",
    }
    return Notice(
        subject={"nl": nl[0], "en": en[0]},
        body={"nl": nl[1] + ends["nl"], "en": en[1] + ends["en"]},
        by=frozenset(by),
    )


NOTICES: Final[Mapping[str, Notice]] = {
    "request-received": _notice(
        nl=("Er is een nieuw verzoek", "Er wacht een nieuw verzoek op u. U leest het na het inloggen:"),
        en=("There is a new request", "A new request waits for you. You can read it after signing in:"),
        by=(Kind.STAFF, Kind.SUBJECT),
    ),
    "request-advised": _notice(
        nl=(
            "Er wacht een besluit op u",
            "Er is een advies gegeven. Het besluit is aan u. U leest het na het inloggen:",
        ),
        en=(
            "A decision waits for you",
            "Advice was given. The decision is yours. You can read it after signing in:",
        ),
        by=(Kind.STAFF,),
    ),
    "policy-to-advise": _notice(
        nl=(
            "Er wacht een wijziging op uw advies",
            "Een collega vraagt uw advies over een wijziging van het privacybeleid. U leest haar na het inloggen:",
        ),
        en=(
            "A change waits for your advice",
            "A colleague asks your advice on a change of the privacy policy. You can read it after signing in:",
        ),
        by=(Kind.STAFF,),
    ),
    "policy-to-decide": _notice(
        nl=(
            "Er wacht een besluit op u",
            "Over een wijziging van het privacybeleid is advies gegeven. Het besluit is aan u. U leest het na het inloggen:",
        ),
        en=(
            "A decision waits for you",
            "Advice was given on a change of the privacy policy. The decision is yours. You can read it after signing in:",
        ),
        by=(Kind.STAFF,),
    ),
    "request-answered": _notice(
        nl=(
            "Er staat een antwoord voor u klaar",
            "Er staat een antwoord voor u klaar. U leest het na het inloggen:",
        ),
        en=("An answer is ready for you", "An answer is ready for you. You can read it after signing in:"),
    ),
    "request-extended": _notice(
        nl=(
            "Een antwoord aan u duurt langer",
            "Een antwoord aan u duurt langer dan een maand. U leest na het inloggen waarom, en wanneer het er is:",
        ),
        en=(
            "An answer to you takes longer",
            "An answer to you takes longer than a month. After signing in you read why, and when it is there:",
        ),
    ),
    "answer-on-paper": _notice(
        nl=(
            "Er ligt een antwoord om op papier af te geven",
            "Er is een antwoord voor iemand zonder account. Geef het af of stuur het op. Bekijk wat er klaarligt:",
        ),
        en=(
            "An answer waits to be handed over on paper",
            "There is an answer for somebody without an account. Hand it over or send it. See what is ready:",
        ),
    ),
    "request-unreachable": _notice(
        nl=(
            "Een antwoord kan niet worden afgeleverd",
            "Een antwoord is klaar, maar kan niet worden afgeleverd. Bekijk wat er moet gebeuren:",
        ),
        en=(
            "An answer cannot be delivered",
            "An answer is ready, but cannot be delivered. See what must be done:",
        ),
    ),
    "exceptional-opened": _notice(
        nl=(
            "Er is een dossier bij uitzondering geopend",
            "Er is een dossier bij uitzondering geopend. U beoordeelt het na het inloggen:",
        ),
        en=("A file was opened exceptionally", "A file was opened exceptionally. You review it after signing in:"),
    ),
    "document-to-take-out": _notice(
        nl=(
            "Er wacht een document op uw besluit",
            "Een collega vraagt een document uit een verkeerd dossier te halen. U besluit na het inloggen:",
        ),
        en=(
            "A document waits for your decision",
            "A colleague asks to take a document out of the wrong file. You decide after signing in:",
        ),
        by=(Kind.STAFF,),
    ),
    "import-to-take-back": _notice(
        nl=(
            "Er wacht een import op uw besluit",
            "Een collega vraagt een import terug te nemen. U besluit na het inloggen:",
        ),
        en=("An import waits for your decision", "A colleague asks to take an import back. You decide after signing in:"),
        by=(Kind.STAFF,),
    ),
    "role-proposed": _notice(
        nl=("Er wacht een rol op uw besluit", "Voor een collega is een rol gevraagd. U besluit na het inloggen:"),
        en=("A role waits for your decision", "A role was asked for a colleague. You decide after signing in:"),
        by=(Kind.STAFF,),
    ),
    "recovery-asked": _notice(
        nl=(
            "Een collega vraagt of u iemand weer binnenlaat",
            "Iemand kan niet meer inloggen. Een collega vraagt of u bevestigt wie het is. U doet dat na het inloggen:",
        ),
        en=(
            "A colleague asks you to let somebody in again",
            "Somebody cannot sign in any more. A colleague asks you to confirm who it is. You do so after signing in:",
        ),
        by=(Kind.STAFF,),
    ),
    "recovery-confirmed": _notice(
        nl=(
            "Uw helft van een code staat klaar",
            "Een collega bevestigde dat iemand weer binnen mag. U leest uw helft van de code na het inloggen:",
        ),
        en=(
            "Your half of a code is ready",
            "A colleague confirmed that somebody may come in again. You read your half of the code after signing in:",
        ),
        by=(Kind.STAFF,),
    ),
    "key-made": _notice(
        nl=(
            "Er is een sleutel gemaakt met uw account",
            "Er is met uw account een sleutel voor een programma gemaakt. Was u dat niet? Trek hem in via deze pagina:",
        ),
        en=(
            "A key was made with your account",
            "A key for a program was made with your account. Was it not you? Withdraw it on this page:",
        ),
    ),
    "duty-due-7": _notice(
        nl=(
            "Een termijn eindigt binnen een week",
            "Binnen een week eindigt een termijn. Bekijk wat er moet gebeuren:",
        ),
        en=("A term ends within a week", "A term ends within a week. See what must be done:"),
    ),
    "duty-due-2": _notice(
        nl=(
            "Een termijn eindigt binnen twee dagen",
            "Binnen twee dagen eindigt een termijn. Bekijk wat er moet gebeuren:",
        ),
        en=("A term ends within two days", "A term ends within two days. See what must be done:"),
    ),
    "duty-late": _notice(
        nl=("Een termijn is voorbij", "Een termijn is voorbij. Bekijk wat er nu meteen moet gebeuren:"),
        en=("A term has passed", "A term has passed. See what must be done at once:"),
    ),
}


def notices_by(kind: Kind) -> list[str]:
    """The notices that this kind of user may ask for."""
    return sorted(name for name, notice in NOTICES.items() if kind in notice.by)


def text_of(notice: str, *, organisation: str, link: str) -> tuple[str, str]:
    """(subject, body) in the active language, Dutch where we do not speak it; KeyError if unknown."""
    language = "en" if (get_language() or "nl").startswith("en") else "nl"
    found = NOTICES[notice]
    return found.subject[language], found.body[language].format(organisation=organisation, link=link)
