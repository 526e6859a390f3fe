"""Persons, hats, roles and bonds."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who acts here, and since when."""

    name = "huisvrede.foundation.people"
    label = "people"
