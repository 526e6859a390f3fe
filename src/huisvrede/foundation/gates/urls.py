"""Addresses of the house itself."""

from django.urls import path

from huisvrede.foundation.gates import house, pages

app_name = "gates"
urlpatterns = [
    path("", house.home, name="home"),
    path("aan/", pages.choose_hat, name="choose_hat"),
    path("aan/zelf/", pages.for_myself, name="for_myself"),
    path("werk/geheimhouding/", pages.sign_bond, name="sign_bond"),
    path("taal/", house.language, name="language"),
    path("toegankelijkheid/", house.accessibility, name="accessibility"),
    path("begrippen/", house.words, name="words"),
    path("actief/", house.still_here, name="still_here"),
]
