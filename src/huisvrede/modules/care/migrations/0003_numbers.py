"""Numbers that identify a resident elsewhere, sealed, each a row with its own right."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import huisvrede.foundation.register.fields


class Migration(migrations.Migration):
    dependencies = [("care", "0002_disclosure")]

    operations = [
        migrations.CreateModel(
            name="Identifier",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("bsn", "Citizen service number (BSN)"),
                            ("document", "Number of an identity document"),
                        ],
                        max_length=10,
                        verbose_name="Which number",
                    ),
                ),
                ("value", huisvrede.foundation.register.fields.SealedField(verbose_name="The number")),
                ("recorded_on", models.DateField(verbose_name="Recorded on")),
                (
                    "resident",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="care.resident"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("resident", "kind"), name="identifier_once")],
            },
        )
    ]
