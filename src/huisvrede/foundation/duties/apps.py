"""Duties."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Every clock: what, about which case, due when, under which article."""

    name = "huisvrede.foundation.duties"
    label = "duties"
