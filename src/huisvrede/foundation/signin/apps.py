"""Sign-in."""

from django.apps import AppConfig


class SigninConfig(AppConfig):
    """Accounts and secrets."""

    name = "huisvrede.foundation.signin"
    label = "signin"
