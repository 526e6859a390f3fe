"""Addresses of the logs, of what somebody's roles open, and of who comes and goes."""

from django.urls import path

from huisvrede.engines.access import colleagues, views

app_name = "access"
urlpatterns = [
    path("mijn/inzage-log/", views.own_log, name="own"),
    path("werk/logboek/", views.looks, name="looks"),
    path("werk/logboek/<uuid:key>/", views.one_look, name="look"),
    path("werk/aanmeldlog/", views.sign_ins, name="sign_ins"),
    path("werk/toegang/", views.my_access, name="mine"),
    path("werk/collegas/", colleagues.overview, name="colleagues"),
    path("werk/collegas/nieuw/", colleagues.invite, name="invite"),
    path("werk/collegas/<uuid:key>/", colleagues.one, name="colleague"),
    path("werk/collegas/<uuid:key>/uitnodigen/", colleagues.invite_again, name="invite_again"),
    path("werk/collegas/<uuid:key>/rol/", colleagues.propose, name="propose"),
    path("werk/collegas/<uuid:key>/nalopen/", colleagues.review, name="review"),
    path("werk/collegas/<uuid:key>/stoppen/", colleagues.end, name="end_colleague"),
    path("werk/collegas/rollen/<uuid:key>/stoppen/", colleagues.end_role, name="end_role"),
    path("werk/collegas/voorstellen/<uuid:key>/", colleagues.decide, name="decide"),
]
