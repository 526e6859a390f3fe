"""Steps of letting somebody in again, by the pages of both colleagues and of the owner."""

from __future__ import annotations

import re
from pathlib import Path

from django.http import HttpResponse
from django.utils import timezone

from huisvrede.faces.letterbox.keeping import letters
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people.models import Recovery
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests.browsing import signed_in, visiting
from tests.cast import SUBJECTS, member, system
from tests.conftest import as_login
from tests.signing_in import text

PLACE = "/werk/toegang/herstel/"
NEW_PASSWORD = "vier-andere-woorden-zonder-verband"
WHY = {"seen": "document", "because": "The phone was stolen"}
HALF = re.compile(r'hv-reference">([12]-[a-z0-9-]+)<')
STOP = re.compile(r"/account/herstel/stoppen/[^/\s]+/")


def file_of(organisation: Organisation, name: str = "sanne") -> dict[str, str]:
    """What somebody with a file tells: number, date of birth, surname."""
    with as_login(organisation, "worker"), acting(organisation, system("count", timezone.localdate())):
        number = Registration.objects.get(pk=member(name).file).number
    card = SUBJECTS[name]
    return {"number": number, "birth_date": str(card["birth_date"]), "surname": str(card["family_name"])}


def ask(organisation: Organisation, whose: str, by: str = "ada", **changes: str) -> HttpResponse:
    """One colleague asks it, for a colleague or for somebody with a file."""
    told = {**WHY, **(file_of(organisation, whose) if whose in SUBJECTS else {}), **changes}
    page = f"{PLACE}nieuw/" if whose in SUBJECTS else f"/werk/collegas/{member(whose).hat}/herstel/"
    return signed_in(organisation, by).post(page, told)


def asked(organisation: Organisation) -> Recovery:
    """The newest one, as a job sees it."""
    with as_login(organisation, "worker"), acting(organisation, system("count", timezone.localdate())):
        return Recovery.objects.latest("asked_at")


def decide(organisation: Organisation, by: str = "petra", *, yes: bool = True, **told: str) -> HttpResponse:
    """Another colleague decides on the newest one."""
    answer = {"confirm": "yes" if yes else "no", **told}
    return signed_in(organisation, by).post(f"{PLACE}{asked(organisation).pk}/besluit/", answer, follow=True)


def half(organisation: Organisation, by: str) -> str:
    """The half that a colleague sees once; "" where they see none."""
    page = signed_in(organisation, by).post(f"{PLACE}{asked(organisation).pk}/code/", follow=True)
    found = HALF.search(text(page))
    return found.group(1) if found else ""


def come_in(organisation: Organisation, whose: str, *halves: str, password: str = NEW_PASSWORD) -> HttpResponse:
    """The owner fills in both halves and a new password."""
    given = {"login": member(whose).email, "first": halves[0], "second": halves[1], "password": password}
    return visiting(organisation).post("/account/herstel/", given)


def link(folder: Path) -> str:
    """The link that stops it, in the newest mail that has one."""
    found = [STOP.search(letter.get_content()) for letter in letters(folder)]
    return next(one.group() for one in found if one)
