"""Addresses of the API: no slash at the end, a version in each."""

from django.urls import include, path
from django.utils.translation import gettext_noop as _

from huisvrede.faces.api import register
from huisvrede.faces.api.describing import description
from huisvrede.faces.api.house import addresses, house

TOLD = _(
    "Read what you may read here with a program of your own. Make a key on the page of your account and send it with "
    "each request. Who is shown sees in their log that you looked."
)
api = house(_("Huisvrede"))
api.add_router("", register.router)
urlpatterns = [path("v1/", include([*addresses(api), path("openapi.json", description(api, "/api/v1", TOLD))]))]
