"""Addresses outside any organisation: the list of organisations and the health of the process."""

from django.urls import include, path
from django.views.i18n import set_language

from huisvrede.foundation.cluster.views import live, ready
from huisvrede.foundation.gates.house import organisations

handler500 = "huisvrede.foundation.gates.middleware.unforeseen"
urlpatterns = [
    path("", organisations, name="organisations"),
    path("ui/", include("huisvrede.foundation.ui.urls")),
    path("taal/", set_language, name="language"),
    path("health/live", live, name="live"),
    path("health/ready", ready, name="ready"),
]
