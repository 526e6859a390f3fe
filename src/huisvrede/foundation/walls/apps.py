"""The second wall."""

from django.apps import AppConfig


class WallsConfig(AppConfig):
    """Tickets, policies and definer functions."""

    name = "huisvrede.foundation.walls"
    label = "walls"
