"""Imports."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """The one importer: a file becomes rows of a module, checked first."""

    name = "huisvrede.foundation.imports"
    label = "imports"
