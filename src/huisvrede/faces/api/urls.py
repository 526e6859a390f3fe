"""Addresses of the API: no slash at the end, a version in each."""

from django.urls import include, path
from django.utils.translation import gettext_noop as _

from huisvrede.faces.api import ldv, own_log, register, requests
from huisvrede.faces.api.describing import description
from huisvrede.faces.api.house import addresses, house

TOLD = _(
    "Read what you may read here with a program of your own. Make a key on the page of your account and send it with "
    "each request. Who is shown sees in their log that you looked."
)
LOG = _(
    "Read the log of what was done with personal data, in the form of Logboek Dataverwerkingen. For who supervises it, "
    "with a key that opens it."
)
api = house(_("Huisvrede"))
for router in (register.router, requests.router, own_log.router):
    api.add_router("", router)
log = house(_("Processing log"))
log.add_router("", ldv.router)
urlpatterns = [
    path("v1/", include([*addresses(api), path("openapi.json", description(api, "/api/v1", TOLD))])),
    path("ldv/v1/", include([*addresses(log), path("openapi.json", description(log, "/api/ldv/v1", LOG))])),
]
