"""The browsers somebody signs in with, each with the public half of its own key."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signin", "0002_account_made_on")]

    operations = [
        migrations.CreateModel(
            name="Browser",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(blank=True, max_length=200)),
                ("label", models.CharField(max_length=60, verbose_name="Browser")),
                ("session_key", models.CharField(max_length=40)),
                ("first_at", models.DateTimeField(verbose_name="First signed in")),
                ("seen_at", models.DateTimeField(verbose_name="Last signed in")),
                ("told", models.BooleanField()),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "ordering": ("-seen_at", "-id"),
                "indexes": [models.Index(fields=["session_key"], name="browser_by_session")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True), fields=("account", "key"), name="browser_once"
                    )
                ],
            },
        ),
    ]
