"""Passwords that others guess, or that were stolen elsewhere, are refused (source 0, annex 2)."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn  # type: ignore[import-untyped]

from huisvrede.foundation.cluster.organisations import current

DIGEST: Final = 40
"""SHA-1 in hexadecimal: how such lists are published. It guards nothing here; argon2 does."""


STRONG: Final = 3
"""Of zxcvbn's 0 to 4: it takes a hundred million guesses or more."""
LOOKED_AT: Final = 72
"""Characters that are looked at: the time a guess takes grows with the square of them."""


class GuessableValidator:
    """Counts how many guesses a program needs: words, names, dates, keyboard rows, repeats, and the house's own name."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for a password that is soon guessed."""
        known = [current().name, current().host, str(getattr(user, "login", ""))]
        if zxcvbn(password[:LOOKED_AT], user_inputs=known)["score"] < STRONG:
            raise ValidationError(
                _("This password is easy to guess. Four words that have nothing to do with each other are better."),
                code="guessable",
            )

    def get_help_text(self) -> str:
        """What a form says of it beforehand."""
        return _("Four words that have nothing to do with each other are hard to guess and easy to remember.")


class BreachedPasswordValidator:
    """Looks in the file `HUISVREDE_BREACHED`: a digest per line, in order, whatever follows it on the line.

    The list is on this machine: a password, or a part of its digest, is asked of nobody. Without the file
    the most common ones of such breaches are refused all the same, by Django's list and by zxcvbn's.
    """

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002  Django gives the account
        """Raise ValidationError for a password that was stolen somewhere."""
        if settings.BREACHED and stands_in(Path(settings.BREACHED), password):
            raise ValidationError(
                _("This password is in a list of stolen passwords, so others can guess it. Choose another one."),
                code="breached",
            )

    def get_help_text(self) -> str:
        """What a form says of it beforehand."""
        return _("Choose a password that you use nowhere else.")


def stands_in(path: Path, password: str) -> bool:
    """Whether an ordered file of SHA-1 digests has this one: halving, so forty million lines take some 26 looks."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, file.seek(0, os.SEEK_END)
        while low < high:
            middle = (low + high) // 2
            found = _line_from(file, middle)
            if found == wanted:
                return True
            if not found or found > wanted:
                high = middle
            else:
                low = middle + 1
    return False


def is_a_list(path: Path) -> bool:
    """Whether a file can be looked in: it begins with a digest."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return re.fullmatch(rb"[0-9A-F]{40}", _line_from(file, 0)) is not None


def _line_from(file: BinaryIO, place: int) -> bytes:
    """The digest of the first line that begins at or after a place; empty after the last one."""
    file.seek(max(0, place - 1))
    if place:
        file.readline()
    return file.readline()[:DIGEST].upper()
