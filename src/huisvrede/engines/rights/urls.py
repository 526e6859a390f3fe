"""Addresses of requests: /werk/verzoeken/ for staff, /mijn/verzoeken/ for the data subject."""

from django.urls import path

from huisvrede.engines.rights import held_pages, paper, portal, views

app_name = "rights"
urlpatterns = [
    path("werk/verzoeken/", views.requests_list, name="requests"),
    path("werk/verzoeken/doorgeven/", views.pass_on, name="pass-on"),
    path("werk/verzoeken/<uuid:key>/", views.one_request, name="request"),
    path("werk/verzoeken/<uuid:key>/achterhouden/", held_pages.hold_back_page, name="hold-back"),
    path("werk/verzoeken/afgeven/", paper.waiting, name="to-hand-over"),
    path("werk/verzoeken/<uuid:key>/afgeven/", paper.hand_over, name="hand-over"),
    path(
        "werk/verzoeken/<uuid:key>/afgeven/brief.pdf", paper.printed, {"what": "letter"}, name="print-letter"
    ),
    path("werk/verzoeken/<uuid:key>/afgeven/gegevens.pdf", paper.printed, {"what": "pdf"}, name="print-pdf"),
    path("werk/verzoeken/<uuid:key>/afgeven/documenten/<uuid:which>/", paper.document, name="print-document"),
    path("werk/verzoeken/<uuid:key>/verlenging.pdf", views.longer, name="longer"),
    path("mijn/verzoeken/", portal.own_requests, name="own-requests"),
    path("mijn/verzoeken/beperking/", portal.restrict, name="restrict"),
    path("mijn/verzoeken/<uuid:key>/", portal.own_request, name="own-request"),
    path("mijn/verzoeken/<uuid:key>/intrekken/", portal.withdraw, name="withdraw"),
    path("mijn/verzoeken/<uuid:key>/besluit.pdf", portal.download, {"what": "letter"}, name="letter"),
    path("mijn/verzoeken/<uuid:key>/gegevens.pdf", portal.download, {"what": "pdf"}, name="answer-pdf"),
    path("mijn/verzoeken/<uuid:key>/documenten/<uuid:which>/", portal.document, name="answer-document"),
    path("mijn/verzoeken/<uuid:key>/gegevens.json", portal.download, {"what": "json"}, name="answer-json"),
]
