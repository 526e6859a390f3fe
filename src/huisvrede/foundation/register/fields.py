"""Fields that the database can't read: AES-256-GCM under the key of the file they belong to, or of the row itself."""

from __future__ import annotations

from django.db import models


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """What `seal` made of a text. A list, a filter and an export never open it; `unseal` does, one row at a time.

    What is special (articles 9, 10 and 87) or sensitive may stand in no other kind of field (start-up check E013).
    """


class SealedFileField(SealedField):
    """A file that stands in its row, sealed. An answer to a request for access says that it is there, and never opens it."""


class FileKeyField(SealedFileField):
    """The key of a document that stands on disk, sealed: its category is what the document may hold."""
