"""The app of the look; it has no models and holds no rules."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, components and assets that every page stands on."""

    name = "huisvrede.foundation.ui"
    label = "ui"
