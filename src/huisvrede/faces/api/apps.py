"""The API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API, at /api/."""

    name = "huisvrede.faces.api"
    label = "api"
