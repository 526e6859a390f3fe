"""Imports: discovers every module's `imports.py` at start, as the admin discovers `admin.py`."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ImportsConfig(AppConfig):
    """The one importer: a file becomes rows of a module, checked first."""

    name = "huisvrede.foundation.imports"
    label = "imports"

    def ready(self) -> None:
        """Read which kinds of tables the modules take in."""
        autodiscover_modules("imports")
