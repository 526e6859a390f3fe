"""Making an account: the page says what becomes of the address, before it is given (article 13)."""

from __future__ import annotations

from typing import Any

from allauth.account.views import SignupView
from django.utils import timezone

from huisvrede.foundation.audit import signin
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.register.templatetags.register import told
from huisvrede.foundation.walls.session import acting


class Signup(SignupView):  # type: ignore[misc]
    """An account with an e-mail address and a password."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """The notice of the activity `accounts` stands beside the form."""
        context: dict[str, Any] = super().get_context_data(**more)
        with acting(current(), signin.nobody(timezone.now())) as session:
            context["notice"] = told("accounts", session.acting.day)
        return context
