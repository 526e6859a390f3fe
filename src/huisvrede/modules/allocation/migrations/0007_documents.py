"""Documents of home seekers: proof of income, a separation, a statement of a landlord."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import huisvrede.foundation.register.fields


class Migration(migrations.Migration):
    dependencies = [
        ("allocation", "0006_bound_to_secrecy"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("title", models.TextField(verbose_name="What it is")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("application/pdf", "PDF"),
                            ("image/jpeg", "Photo (JPEG)"),
                            ("image/png", "Picture (PNG)"),
                            ("image/webp", "Picture (WebP)"),
                            (
                                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                                "Text document (Word)",
                            ),
                            ("application/vnd.oasis.opendocument.text", "Text document (OpenDocument)"),
                            ("text/plain", "Plain text"),
                        ],
                        max_length=80,
                        verbose_name="Kind of document",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="Size in bytes")),
                ("place", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("digest", models.BinaryField(max_length=32)),
                (
                    "content",
                    huisvrede.foundation.register.fields.FileKeyField(verbose_name="What stands in it"),
                ),
                ("added_on", models.DateField(verbose_name="Added on")),
                ("account", models.UUIDField()),
                ("hat", models.UUIDField(verbose_name="Added by")),
                (
                    "paper",
                    models.CharField(
                        choices=[
                            ("income", "Proof of income"),
                            ("separation", "Divorce or end of a partnership"),
                            ("tenancy", "Statement of a landlord"),
                        ],
                        max_length=20,
                        verbose_name="Kind of paper",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="allocation.registration"
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "ordering": ("-added_on", "-id"),
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), ("title__regex", "^\\S.{0,119}$")),
                        name="allocation_document_whole",
                    )
                ],
            },
        ),
    ]
