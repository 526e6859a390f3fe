"""Accounts that two colleagues shut to let their owner in again, with the digests of a code of two halves."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signin", "0003_browser"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rescue",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("recovery", models.UUIDField(unique=True)),
                ("first", models.CharField(blank=True, max_length=128)),
                ("second", models.CharField(blank=True, max_length=128)),
                ("ends_at", models.DateTimeField(verbose_name="The code ends at")),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
    ]
