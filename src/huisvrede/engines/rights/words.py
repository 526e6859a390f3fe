"""How states and acts are called on screen and in letters."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS: Final = {"access": _("Request for access"), "restriction": _("Request for restriction")}
STATES: Final = {
    "received": _("Received"),
    "examined": _("Waits for advice"),
    "advised": _("Waits for a decision"),
    "granted": _("Granted, answer is being made"),
    "refused": _("Refused, letter is being made"),
    "kept": _("Answer ready, waits to be handed over on paper"),
    "handed-over": _("Answered on paper"),
    "answered": _("Answered"),
    "taken-back": _("Taken back on paper or by telephone, is being closed"),
    "told": _("Told what was decided"),
    "end-proposed": _("Waits for a decision to end the restriction"),
    "to-end": _("Restriction ends, letter is being made"),
    "lifted": _("Restriction lifted"),
    "not-informed": _("Closed, could not be told"),
    "withdrawn": _("Withdrawn"),
}
ACTIONS: Final = {
    "ask": _("Asked in the portal"),
    "put-back": _("Known from the ledger, after a backup was put back"),
    "pass-on": _("Received and passed on"),
    "establish-identity": _("Identity established"),
    "not-identified": _("Who asks could not be established"),
    "look-again": _("Who asks is looked into again"),
    "advise": _("Advice given"),
    "grant": _("Granted"),
    "refuse": pgettext_lazy("request", "Refused"),
    "keep": _("Answer made; there is no account to read it with"),
    "hand-over": _("Answer handed over on paper"),
    "answer": _("Answered"),
    "propose-end": _("Proposed to end the restriction"),
    "end": _("Decided that the restriction ends"),
    "go-on": _("Decided that the restriction goes on"),
    "lift": _("Restriction lifted"),
    "not-inform": _("Recorded why nobody was told"),
    "withdraw": _("Withdrawn"),
    "close": _("Closed, and told to who has an account"),
    "take-back": _("Withdrawn on paper or by telephone"),
    "recipients": _("Looked up who received these data"),
    "recipients-told": _("Recipients told that the use is restricted"),
    "extend": _("Term made two months longer"),
    "tell": _("Told that the answer takes longer"),
    "letter-sent": _("Letter sent that the answer takes longer"),
}
OUTCOMES: Final = {"granted": _("Granted"), "refused": pgettext_lazy("request", "Refused")}
