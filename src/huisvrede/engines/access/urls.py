"""Addresses of the logs, of what somebody's roles open, of who comes and goes, and of files that are opened exceptionally."""

from django.urls import path

from huisvrede.engines.access import colleagues, exceptional, recoveries, telephone, views

app_name = "access"
urlpatterns = [
    path("mijn/inzage-log/", views.own_log, name="own"),
    path("werk/logboek/", views.looks, name="looks"),
    path("werk/logboek/<uuid:key>/", views.one_look, name="look"),
    path("werk/aanmeldlog/", views.sign_ins, name="sign_ins"),
    path("werk/toegang/", views.my_access, name="mine"),
    path("werk/toegang/herstel/", recoveries.overview, name="recoveries"),
    path("werk/toegang/herstel/nieuw/", recoveries.ask_file, name="recover_file"),
    path("werk/toegang/herstel/zonder-mail/", recoveries.ask_first, name="recover_first"),
    path("werk/toegang/herstel/<uuid:key>/", recoveries.one, name="recovery"),
    path("werk/toegang/herstel/<uuid:key>/besluit/", recoveries.decide, name="decide_recovery"),
    path("werk/toegang/herstel/<uuid:key>/code/", recoveries.half, name="half"),
    path("werk/collegas/<uuid:key>/herstel/", recoveries.ask_colleague, name="recover_colleague"),
    path("werk/bij-uitzondering/", exceptional.overview, name="openings"),
    path("werk/bij-uitzondering/eigen/", exceptional.opened, name="own_opened"),
    path("werk/bij-uitzondering/nieuw/", exceptional.begin, name="open"),
    path("werk/bij-uitzondering/<uuid:key>/", exceptional.one, name="opening"),
    path("werk/bij-uitzondering/<uuid:key>/sluiten/", exceptional.shut, name="shut"),
    path("werk/bij-uitzondering/<uuid:key>/beoordelen/", exceptional.review, name="judge"),
    path("mijn/inzage-log/bij-uitzondering/", exceptional.own, name="own_openings"),
    path("werk/vinden/", telephone.at_work, name="find"),
    path("werk/vinden/voor-een-verzoek/", telephone.for_a_request, name="find-asker"),
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
