"""Who read which version of the policy."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_called"),
        ("register", "0002_adopted_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("read_on", models.DateField(verbose_name="Read on")),
                ("hat", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.hat")),
                (
                    "version",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="register.version"),
                ),
            ],
            options={
                "ordering": ("-read_on",),
                "constraints": [
                    models.UniqueConstraint(fields=("hat", "version", "read_on"), name="reading_once_a_day")
                ],
            },
        ),
    ]
