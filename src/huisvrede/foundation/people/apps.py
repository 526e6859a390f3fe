"""Persons, hats, roles and bonds."""

from django.apps import AppConfig
from django.core import checks


class PeopleConfig(AppConfig):
    """Who acts here, and since when."""

    name = "huisvrede.foundation.people"
    label = "people"

    def ready(self) -> None:
        """A file of providers that can't be used stops the process."""
        from huisvrede.foundation.people.providers import check_providers

        checks.register(check_providers)
