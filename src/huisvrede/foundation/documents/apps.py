"""Documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """PDF/UA documents."""

    name = "huisvrede.foundation.documents"
    label = "documents"
