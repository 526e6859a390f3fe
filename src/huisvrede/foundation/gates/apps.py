"""Gates."""

from django.apps import AppConfig


class GatesConfig(AppConfig):
    """The gates every row passes: open, require, dispose, explain."""

    name = "huisvrede.foundation.gates"
    label = "gates"
