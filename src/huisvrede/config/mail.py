"""Addresses of mail.localhost."""

from django.urls import include, path

from huisvrede.faces.letterbox.views import box

urlpatterns = [path("", box, name="letterbox"), path("ui/", include("huisvrede.foundation.ui.urls"))]
