"""The addresses of the desk."""

from django.urls import path

from huisvrede.faces.desk import views

app_name = "desk"
urlpatterns = [
    path("werk/", views.home, name="home"),
    path("werk/taken/", views.duties, name="duties"),
]
