"""The one address of the look: an organisation's accent colour as a style sheet."""

from django.urls import path

from huisvrede.foundation.ui.views import accent

app_name = "ui"
urlpatterns = [path("accent/<str:colour>.css", accent, name="accent")]
