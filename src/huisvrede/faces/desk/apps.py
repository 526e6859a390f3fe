"""The desk of staff, at /werk/."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop as _

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.gates.menu import FILES, MENU, Entry

WORK, PEOPLE, PRIVACY, ACCOUNTS = _("Work"), _("People"), _("Privacy"), _("Accounts")


class DeskConfig(AppConfig):
    """The desk of staff, at /werk/."""

    name = "huisvrede.faces.desk"
    label = "desk"

    def ready(self) -> None:
        """What stands in the menu of staff, and where they open a file."""
        FILES.update({"allocation.Registration": "allocation:record", "care.Resident": "care:file"})
        MENU[Kind.STAFF] = [
            Entry("desk:home", _("Today"), "home"),
            Entry("allocation:list", _("Home seekers"), "home-search", "home-seekers/view", WORK),
            Entry("care:list", _("Residents"), "heart-handshake", "care-files/view", WORK),
            Entry("imports:seekers-bring", _("Import a file"), "upload", "home-seekers/import", WORK),
            Entry("imports:residents-bring", _("Import a file"), "upload", "care-files/import", WORK),
            Entry("access:find", _("Find a person"), "search", "/telephone", PEOPLE),
            Entry("rights:requests", _("Requests"), "clipboard-list", "rights/view", PEOPLE),
            Entry("access:find-asker", _("Find who asks"), "user-search", "rights/establish-identity", PEOPLE),
            Entry("rights:pass-on", _("Pass on a request"), "send", "rights/create", PEOPLE),
            Entry("rights:to-hand-over", _("Answers on paper"), "printer", "rights/hand-over", PEOPLE),
            Entry("transparency:register", _("Record of processing"), "file-text", "", PRIVACY),
            Entry("transparency:drafts", _("Changes of the policy"), "edit", "policy/view", PRIVACY),
            Entry("retention:overview", _("Retention"), "archive", "logging/accountability", PRIVACY),
            Entry("access:openings", _("Opened exceptionally"), "lock-open", "logging/review-exceptional", PRIVACY),
            Entry("access:own_opened", _("Opened exceptionally"), "lock-open", "/exceptional-access", PRIVACY),
            Entry("access:looks", _("Log"), "eye", "logging/accountability", PRIVACY),
            Entry("access:colleagues", _("Colleagues"), "users", "accounts/view", ACCOUNTS),
            Entry("access:recoveries", _("Let in again"), "key", "accounts/account-management", ACCOUNTS),
            Entry("access:sign_ins", _("Sign-ins"), "login", "logging/sign-in", ACCOUNTS),
            Entry("access:mine", _("My access"), "id", "", ACCOUNTS),
        ]
