"""Who comes and goes: roles that are asked for and given by two, a yearly look at them, bonds that end."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_works_for"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("role", models.CharField(max_length=60, verbose_name="Role")),
                ("starts_on", models.DateField(verbose_name="From")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="Up to and including")),
                ("reason", models.CharField(max_length=200, verbose_name="Why")),
                ("account", models.UUIDField()),
                ("proposed_by", models.UUIDField()),
                ("made_on", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True, choices=[("granted", "granted"), ("declined", "declined")], max_length=10
                    ),
                ),
                ("decided_by", models.UUIDField(blank=True, null=True)),
                ("decided_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("made_on", "id"),
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("account", models.UUIDField()),
                ("reviewed_by", models.UUIDField()),
                ("reviewed_on", models.DateField()),
                ("finding", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ("-reviewed_on", "-id"),
            },
        ),
        migrations.AlterModelOptions(
            name="bond",
            options={"ordering": ("-signed_on",)},
        ),
        migrations.RemoveConstraint(
            model_name="bond",
            name="bond_once_per_text",
        ),
        migrations.AddField(
            model_name="bond",
            name="ends_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="grant",
            name="proposal",
            field=models.UUIDField(blank=True, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="grant",
            name="proposed_by",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="bond",
            constraint=models.UniqueConstraint(
                fields=("hat", "text_version", "signed_on"), name="bond_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="bond",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True), ("ends_on__gt", models.F("signed_on")), _connector="OR"
                ),
                name="bond_ends_later",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="hat",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.hat"),
        ),
        migrations.AddField(
            model_name="review",
            name="hat",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.hat"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("outcome", "")), fields=["made_on", "id"], name="proposal_waits"
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["hat"], name="proposal_by_hat"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reason__regex", "\\S"),
                    models.Q(
                        ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                    ),
                ),
                name="proposal_is_reasoned_and_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by__isnull", True), ("decided_on__isnull", True), ("outcome", "")),
                    models.Q(
                        models.Q(("outcome", ""), _negated=True),
                        ("decided_by__isnull", False),
                        ("decided_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="proposal_decided_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["hat", "-reviewed_on"], name="review_by_hat"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("reviewed_by", models.F("hat")), _negated=True), name="review_of_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("finding__regex", "\\S")), name="review_says_something"
            ),
        ),
    ]
