"""Addresses of home seekers: for staff below /werk/, for themselves below /mijn/."""

from django.urls import path

from huisvrede.modules.allocation.views import documents, own, staff

app_name = "allocation"
urlpatterns = [
    path("werk/woningzoekenden/", staff.overview, name="list"),
    path("werk/woningzoekenden/nieuw/", staff.create, name="create"),
    path("werk/woningzoekenden/<uuid:key>/", staff.record, name="record"),
    path("werk/woningzoekenden/<uuid:key>/wijzigen/", staff.change, name="change"),
    path("werk/woningzoekenden/<uuid:key>/uitschrijven/", staff.deregister, name="deregister"),
    path("werk/woningzoekenden/<uuid:key>/huishouden/", staff.household, name="household"),
    path("werk/woningzoekenden/<uuid:key>/behandelaars/", staff.handlers, name="handlers"),
    path("werk/woningzoekenden/<uuid:key>/doorgeven/", staff.disclose, name="disclose"),
    path("werk/woningzoekenden/<uuid:key>/documenten/", documents.documents, name="documents"),
    path("werk/woningzoekenden/<uuid:key>/documenten/<uuid:which>/", documents.document, name="document"),
    path("werk/woningzoekenden/<uuid:key>/documenten/<uuid:which>/eruit/", documents.take_out, name="take_out"),
    path("werk/huishouden/<uuid:key>/verwijderen/", staff.remove_member, name="remove_member"),
    path("werk/behandelaars/<uuid:key>/beeindigen/", staff.end_handler, name="end_handler"),
    path("mijn/inschrijven/", own.register, name="register"),
    path("mijn/gegevens/", own.mine, name="mine"),
    path("mijn/gegevens/wijzigen/", own.change, name="change_own"),
    path("mijn/gegevens/huishouden/", own.household, name="own_household"),
    path("mijn/gegevens/huishouden/<uuid:key>/verwijderen/", own.remove_member, name="remove_own_member"),
    path("mijn/gegevens/documenten/", documents.own_documents, name="own_documents"),
    path("mijn/gegevens/documenten/<uuid:which>/", documents.own_document, name="own_document"),
    path("mijn/uitschrijven/", own.deregister, name="deregister_own"),
]
