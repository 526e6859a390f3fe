"""Who may see what, and why: explanation and log pages."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may see what, and why: explanation and log pages."""

    name = "huisvrede.engines.access"
    label = "access"
