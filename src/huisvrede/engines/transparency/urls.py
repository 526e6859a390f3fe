"""Addresses of the register, of changes of the policy, and of the privacy statement."""

from django.urls import path

from huisvrede.engines.transparency import (
    comparing,
    editing,
    handing,
    papers,
    proposing,
    reading,
    views,
    workbooks,
)

app_name = "transparency"
urlpatterns = [
    path("werk/register/", views.register, name="register"),
    path("werk/register/publiceren/", views.publishing, name="publishing"),
    path("werk/register/vergelijken/", comparing.compare, name="compare"),
    path("werk/register/werkmap/", workbooks.download, name="workbook"),
    path("werk/register/verwerker/", handing.served, name="served"),
    path("werk/register/overdragen/", handing.hand_over, name="hand-over"),
    path("werk/register/<slug:key>/", views.activity, name="activity"),
    path("werk/reglement/", reading.policy, name="policy"),
    path("werk/beleid/", proposing.changes, name="drafts"),
    path("werk/beleid/beginnen/", proposing.begin, name="begin"),
    path("werk/beleid/<uuid:case>/", proposing.draft, name="draft"),
    path("werk/beleid/<uuid:case>/onderdelen/", editing.choose, name="choose"),
    path("werk/beleid/<uuid:case>/nieuw/", editing.add, name="add"),
    path("werk/beleid/<uuid:case>/nieuw-voor-anderen/", editing.add_served, name="add-served"),
    path("werk/beleid/<uuid:case>/werkmap/", workbooks.bring, name="bring"),
    path("werk/beleid/<uuid:case>/onderdelen/<slug:key>/", editing.entry, name="entry"),
    path("werk/beleid/<uuid:case>/onderdelen/<slug:key>/<slug:slug>/", editing.section, name="section"),
    path("privacy/", views.statement, name="statement"),
    path("privacy/papier/", papers.statement, name="statement-paper"),
    path("privacy/beleid/papier/", papers.policy, name="policy-paper"),
    path("privacy/beleid/", reading.published, name="published"),
    path("privacy/klachten/", views.complaints, name="complaints"),
]
