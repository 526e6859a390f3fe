"""Jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Wake-ups: state is the queue, a wake-up only hastens it."""

    name = "huisvrede.foundation.jobs"
    label = "jobs"
