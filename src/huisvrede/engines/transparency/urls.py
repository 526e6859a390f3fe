"""Addresses of the register and the privacy statement."""

from django.urls import path

from huisvrede.engines.transparency import views

app_name = "transparency"
urlpatterns = [
    path("werk/register/", views.register, name="register"),
    path("werk/register/publiceren/", views.publishing, name="publishing"),
    path("werk/register/<slug:key>/", views.activity, name="activity"),
    path("privacy/", views.statement, name="statement"),
]
