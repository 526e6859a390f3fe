"""Lists: discovers every app's `lists.py` at start, as the admin discovers `admin.py`."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ListsConfig(AppConfig):
    """Every list of the product, from one declaration each."""

    name = "huisvrede.foundation.lists"
    label = "lists"

    def ready(self) -> None:
        """Read which lists the modules and engines have."""
        autodiscover_modules("lists")
