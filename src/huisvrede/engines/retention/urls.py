"""Addresses of the end of data, under /werk/bewaren/."""

from django.urls import path

from huisvrede.engines.retention import views

app_name = "retention"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("vasthouden/", views.holds, name="holds"),
    path("vasthouden/nieuw/", views.hold, name="hold"),
    path("vasthouden/<uuid:key>/", views.lift, name="lift"),
    path("verklaringen/", views.certificates, name="certificates"),
    path("verklaringen/<int:number>/", views.certificate, name="certificate"),
]
