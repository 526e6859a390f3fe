"""Disposal."""

from django.apps import AppConfig


class DisposalConfig(AppConfig):
    """The end of data: holds, ledger, certificates."""

    name = "huisvrede.foundation.disposal"
    label = "disposal"
