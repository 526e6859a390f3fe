"""What must be destroyed, when, by which rule."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """What must be destroyed, when, by which rule."""

    name = "huisvrede.engines.retention"
    label = "retention"
