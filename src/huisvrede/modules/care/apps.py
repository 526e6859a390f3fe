"""Resident care files."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """Resident care files."""

    name = "huisvrede.modules.care"
    label = "care"
