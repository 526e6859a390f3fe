"""Whose way in was given anew: one colleague asks, another confirms."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_exceptional_openings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Recovery",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("whose", models.UUIDField()),
                ("by_file", models.BooleanField()),
                (
                    "seen",
                    models.CharField(
                        choices=[
                            ("document", "An identity document, looked at here; nothing of it is kept"),
                            ("known", "I know this person and saw them"),
                            ("video", "A video call, with an identity document held up"),
                            ("called-back", "Called back on the telephone number we had already"),
                        ],
                        max_length=20,
                        verbose_name="How did you see who it is?",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="What happened?")),
                ("account", models.UUIDField()),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField(verbose_name="Asked at")),
                ("told", models.BooleanField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "confirmed"),
                            ("declined", "declined"),
                            ("stopped", "stopped"),
                            ("used", "used"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decided_account", models.UUIDField(blank=True, null=True)),
                ("decided_by", models.UUIDField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="Decided at")),
            ],
            options={
                "ordering": ("-asked_at", "-id"),
                "indexes": [
                    models.Index(fields=["-asked_at", "-id"], name="recovery_newest"),
                    models.Index(fields=["whose"], name="recovery_by_account"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reason__regex", "\\S"), models.Q(("account", models.F("whose")), _negated=True)
                        ),
                        name="recovery_asked_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_account", None),
                                ("decided_at", None),
                                ("decided_by", None),
                                ("outcome__in", ("", "stopped")),
                            ),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("decided_account__isnull", False),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("decided_account", models.F("account")), _negated=True),
                                models.Q(("decided_account", models.F("whose")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="recovery_by_two",
                    ),
                ],
            },
        ),
    ]
