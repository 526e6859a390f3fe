"""Addresses of residents' files: for staff below /werk/, for the residents below /mijn/."""

from django.urls import path

from huisvrede.modules.care import views

app_name = "care"
urlpatterns = [
    path("werk/bewoners/", views.overview, name="list"),
    path("werk/bewoners/<uuid:key>/", views.file, name="file"),
    path("werk/bewoners/<uuid:key>/contact/", views.contact, name="contact"),
    path("werk/bewoners/<uuid:key>/doorgeven/", views.disclose, name="disclose"),
    path("werk/bewoners/<uuid:key>/nummers/", views.numbers, name="numbers"),
    path("werk/bewoners/<uuid:key>/nummers/<uuid:which>/", views.number, name="number"),
    path("werk/bewoners/<uuid:key>/nummers/<uuid:which>/weghalen/", views.remove_number, name="remove-number"),
    path("werk/bewoners/<uuid:key>/documenten/", views.documents, name="documents"),
    path("werk/bewoners/<uuid:key>/documenten/<uuid:which>/", views.document, name="document"),
    path("werk/bewoners/<uuid:key>/documenten/<uuid:which>/eruit/", views.take_out, name="take-out"),
    path("mijn/dossier/", views.mine, name="mine"),
    path("mijn/dossier/documenten/<uuid:which>/", views.my_document, name="my-document"),
]
