"""Messages."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Notices by mail: never personal substance, always a link."""

    name = "huisvrede.foundation.messages"
    label = "messaging"
