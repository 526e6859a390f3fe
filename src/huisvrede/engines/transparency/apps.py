"""The register of processing activities and the privacy statement."""

from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    """The register of processing activities and the privacy statement."""

    name = "huisvrede.engines.transparency"
    label = "transparency"
