"""Asking for a file of a list, and the worker that makes it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.lists.declaring import ListOf, chosen
from huisvrede.foundation.lists.exporting import run_waiting
from huisvrede.foundation.lists.models import Export, Form
from huisvrede.foundation.lists.services import ask_export
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.lists import SEEKERS
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.modules.allocation.cards import acts

assert settings.configured


def asked(
    organisation: Organisation, who: str = "anna", query: str = "", form: Form = Form.CSV, of: ListOf[Any] = SEEKERS
) -> Export:
    """Somebody asks for a file of a list."""
    with acts(organisation, who):
        return ask_export(asked=chosen(of, dict(parse_qsl(query))), form=form, language="en")


def work(organisation: Organisation) -> int:
    """The worker looks what waits."""
    with as_login(organisation, "worker"):
        return run_waiting(organisation, on=TODAY)


def state(organisation: Organisation, export: Export) -> Export | None:
    """An export as it stands now."""
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        return Export.objects.filter(pk=export.pk).first()


def hat(name: str) -> dict[str, Any]:
    """Whose hat a row is of."""
    who = member(name)
    assert who.kind is Kind.STAFF
    return {"account": who.account, "hat": who.hat}
