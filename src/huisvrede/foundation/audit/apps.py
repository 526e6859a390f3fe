"""The logs."""

from django.apps import AppConfig
from django.core import checks


class AuditConfig(AppConfig):
    """Access log and processing log."""

    name = "huisvrede.foundation.audit"
    label = "audit"

    def ready(self) -> None:
        """A file that names no usable collector stops the process."""
        from huisvrede.foundation.audit.collector import check_collectors

        checks.register(check_collectors)
