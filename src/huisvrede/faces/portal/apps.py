"""The portal of data subjects, at /mijn/."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop as _

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.gates.menu import MENU, Entry


class PortalConfig(AppConfig):
    """The portal of data subjects, at /mijn/."""

    name = "huisvrede.faces.portal"
    label = "portal"

    def ready(self) -> None:
        """What stands in the menu of data subjects."""
        MENU[Kind.SUBJECT] = [
            Entry("portal:home", _("My page"), "home"),
            Entry("access:own", _("Who looked"), "eye"),
            Entry("rights:own-requests", _("My requests"), "clipboard-list"),
        ]
