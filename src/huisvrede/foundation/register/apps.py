"""Discovers every app's `personal_data.py` at start, as the admin discovers `admin.py`."""

from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules


class RegisterConfig(AppConfig):
    """The register of declarations and policies."""

    name = "huisvrede.foundation.register"
    label = "register"

    def ready(self) -> None:
        """Read the declarations, then let Django's checks refuse a loose end in code."""
        from huisvrede.foundation.register.checks import check_declarations

        autodiscover_modules("personal_data")
        checks.register(check_declarations)
