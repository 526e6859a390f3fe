"""A key for each file with sealed fields."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="DataKey",
            fields=[
                ("anchor", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("digest", models.BinaryField(max_length=32)),
                ("kek", models.CharField(max_length=16)),
                ("wrapped", models.BinaryField(max_length=80)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["kek"], name="datakey_by_kek")],
                "constraints": [models.UniqueConstraint(fields=("digest",), name="datakey_once")],
            },
        )
    ]
