"""The desk of staff, at /werk/."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop as _

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.gates.menu import MENU, Entry


class DeskConfig(AppConfig):
    """The desk of staff, at /werk/."""

    name = "huisvrede.faces.desk"
    label = "desk"

    def ready(self) -> None:
        """What stands in the menu of staff."""
        MENU[Kind.STAFF] = [
            Entry("desk:home", _("Today"), "home"),
            Entry("allocation:list", _("Home seekers"), "users", activity="home-seekers"),
            Entry("care:list", _("Residents"), "users", activity="care-files"),
            Entry("imports:seekers-bring", _("Import a file"), "download", activity="home-seekers/import"),
            Entry("rights:requests", _("Requests"), "clipboard-list", activity="rights/view"),
            Entry("rights:pass-on", _("Pass on a request"), "message", activity="rights/create"),
            Entry("rights:to-hand-over", _("Answers on paper"), "printer", activity="rights/hand-over"),
            Entry("retention:overview", _("Retention"), "archive", activity="logging/accountability"),
            Entry("transparency:register", _("Record of processing"), "file-text"),
            Entry("access:openings", _("Opened exceptionally"), "key", activity="logging/review-exceptional"),
            Entry("access:own_opened", _("Opened exceptionally"), "key", activity="/exceptional-access"),
            Entry("access:colleagues", _("Colleagues"), "users", activity="accounts/view"),
            Entry("access:recoveries", _("Let in again"), "key", activity="accounts/account-management"),
            Entry("access:looks", _("Log"), "eye", activity="logging/accountability"),
            Entry("access:sign_ins", _("Sign-ins"), "login", activity="logging/sign-in"),
            Entry("access:mine", _("My access"), "key"),
        ]
