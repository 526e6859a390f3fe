"""What we hold of a person, and what we must do with it."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """What we hold of a person, and what we must do with it."""

    name = "huisvrede.engines.rights"
    label = "rights"
