"""Home seekers: registration, household, who handles them."""

from django.apps import AppConfig


class AllocationConfig(AppConfig):
    """Home seekers: registration, household, who handles them."""

    name = "huisvrede.modules.allocation"
    label = "allocation"
