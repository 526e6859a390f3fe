"""Addresses of all faces."""

from django.urls import include, path

handler500 = "huisvrede.foundation.gates.middleware.unforeseen"
urlpatterns: list = [
    path("", include("huisvrede.foundation.gates.urls")),
    path("", include("huisvrede.foundation.people.urls")),
    path("ui/", include("huisvrede.foundation.ui.urls")),
    path("", include("huisvrede.engines.transparency.urls")),
    path("", include("huisvrede.engines.access.urls")),
    path("", include("huisvrede.engines.rights.urls")),
]
