"""Files that are opened exceptionally: who, on which ground, until when, and what the review found."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_comes_and_goes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("activity", models.CharField(max_length=60, verbose_name="Activity")),
                ("model", models.CharField(max_length=80)),
                ("anchor", models.UUIDField()),
                ("ground", models.CharField(max_length=60, verbose_name="Ground")),
                (
                    "investigator",
                    models.CharField(blank=True, max_length=160, verbose_name="External investigator"),
                ),
                ("reason", models.TextField(verbose_name="Why")),
                ("account", models.UUIDField()),
                ("hat", models.UUIDField()),
                ("opened_at", models.DateTimeField(verbose_name="Opened at")),
                ("ends_at", models.DateTimeField(verbose_name="Shut at")),
                ("review_by", models.DateField(verbose_name="To be reviewed by")),
                ("reviewed_by", models.UUIDField(blank=True, null=True)),
                ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="Reviewed on")),
                ("finding", models.TextField(blank=True, verbose_name="What the review found")),
                ("withheld", models.TextField(blank=True, verbose_name="Why the person is not told yet")),
                ("told", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.person"),
                ),
            ],
            options={
                "ordering": ("-opened_at", "-id"),
                "indexes": [
                    models.Index(fields=["-opened_at", "-id"], name="opening_newest"),
                    models.Index(fields=["hat", "model", "ends_at"], name="opening_by_hat"),
                    models.Index(fields=["person"], name="opening_by_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gte", models.F("opened_at")), ("reason__regex", "\\S")),
                        name="opening_ends_and_is_reasoned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("finding", ""),
                                ("reviewed_by__isnull", True),
                                ("reviewed_on__isnull", True),
                                ("withheld", ""),
                            ),
                            models.Q(
                                ("finding__regex", "\\S"),
                                ("reviewed_by__isnull", False),
                                ("reviewed_on__isnull", False),
                                models.Q(("reviewed_by", models.F("hat")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="opening_reviewed_by_another",
                    ),
                ],
            },
        ),
    ]
