"""The letterbox's pages."""

from django.apps import AppConfig


class LetterboxConfig(AppConfig):
    """mail.localhost, in the demo alone."""

    name = "huisvrede.faces.letterbox"
    label = "letterbox"
