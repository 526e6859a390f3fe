"""Cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Step tables at work: case, step, advice, decision, letter."""

    name = "huisvrede.foundation.cases"
    label = "cases"
