"""The desk of staff, at /werk/."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop as _

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.gates.menu import FILES, MENU, Entry


class DeskConfig(AppConfig):
    """The desk of staff, at /werk/."""

    name = "huisvrede.faces.desk"
    label = "desk"

    def ready(self) -> None:
        """What stands in the menu of staff, and where they open a file."""
        FILES.update({"allocation.Registration": "allocation:record", "care.Resident": "care:file"})
        MENU[Kind.STAFF] = [
            Entry("desk:home", _("Today"), "home"),
            Entry("allocation:list", _("Home seekers"), "users", activity="home-seekers/view"),
            Entry("care:list", _("Residents"), "users", activity="care-files/view"),
            Entry("imports:seekers-bring", _("Import a file"), "download", activity="home-seekers/import"),
            Entry("imports:residents-bring", _("Import a file"), "download", activity="care-files/import"),
            Entry("access:find", _("Find a person"), "search", activity="/telephone"),
            Entry("rights:requests", _("Requests"), "clipboard-list", activity="rights/view"),
            Entry("access:find-asker", _("Find who asks"), "search", activity="rights/establish-identity"),
            Entry("rights:pass-on", _("Pass on a request"), "message", activity="rights/create"),
            Entry("rights:to-hand-over", _("Answers on paper"), "printer", activity="rights/hand-over"),
            Entry("retention:overview", _("Retention"), "archive", activity="logging/accountability"),
            Entry("transparency:drafts", _("Changes of the policy"), "edit", activity="policy/view"),
            Entry("transparency:register", _("Record of processing"), "file-text"),
            Entry("access:openings", _("Opened exceptionally"), "key", activity="logging/review-exceptional"),
            Entry("access:own_opened", _("Opened exceptionally"), "key", activity="/exceptional-access"),
            Entry("access:colleagues", _("Colleagues"), "users", activity="accounts/view"),
            Entry("access:recoveries", _("Let in again"), "key", activity="accounts/account-management"),
            Entry("access:looks", _("Log"), "eye", activity="logging/accountability"),
            Entry("access:sign_ins", _("Sign-ins"), "login", activity="logging/sign-in"),
            Entry("access:mine", _("My access"), "key"),
        ]
