"""The vault."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """The ledger of the irrevocable, in its own database."""

    name = "huisvrede.foundation.vault"
    label = "vault"
