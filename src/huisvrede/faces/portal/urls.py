"""The address of the portal."""

from django.urls import path

from huisvrede.faces.portal import views

app_name = "portal"
urlpatterns = [path("mijn/", views.home, name="home")]
