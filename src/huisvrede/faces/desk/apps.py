"""The desk of staff, at /werk/."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk of staff, at /werk/."""

    name = "huisvrede.faces.desk"
    label = "desk"
