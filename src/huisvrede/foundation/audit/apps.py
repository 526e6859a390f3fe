"""The logs."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Access log and processing log."""

    name = "huisvrede.foundation.audit"
    label = "audit"
