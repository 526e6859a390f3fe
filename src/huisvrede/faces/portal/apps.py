"""The portal of data subjects, at /mijn/."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal of data subjects, at /mijn/."""

    name = "huisvrede.faces.portal"
    label = "portal"
