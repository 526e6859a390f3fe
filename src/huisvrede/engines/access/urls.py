"""Addresses of the logs and of what somebody's roles open."""

from django.urls import path

from huisvrede.engines.access import views

app_name = "access"
urlpatterns = [
    path("mijn/inzage-log/", views.own_log, name="own"),
    path("werk/logboek/", views.looks, name="looks"),
    path("werk/logboek/<uuid:key>/", views.one_look, name="look"),
    path("werk/aanmeldlog/", views.sign_ins, name="sign_ins"),
    path("werk/toegang/", views.my_access, name="mine"),
]
