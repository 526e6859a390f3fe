"""Addresses of all faces."""

from django.urls import URLPattern, URLResolver, include, path

from huisvrede.foundation.imports.urls import addresses
from huisvrede.foundation.jobs.services import wake
from huisvrede.foundation.lists.urls import addresses as lists

handler500 = "huisvrede.foundation.gates.middleware.unforeseen"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huisvrede.foundation.gates.urls")),
    path("", include("huisvrede.foundation.people.urls")),
    path("ui/", include("huisvrede.foundation.ui.urls")),
    path("", include("huisvrede.engines.transparency.urls")),
    path("", include("huisvrede.engines.access.urls")),
    path("", include("huisvrede.engines.rights.urls")),
    path("werk/bewaren/", include("huisvrede.engines.retention.urls")),
    path("werk/importeren/", include(addresses(wake))),
    path("werk/lijsten/", include(lists())),
    path("", include("huisvrede.modules.allocation.urls")),
    path("", include("huisvrede.modules.care.urls")),
    path("api/", include("huisvrede.faces.api.urls")),
    path("", include("huisvrede.faces.desk.urls")),
    path("", include("huisvrede.faces.portal.urls")),
]
