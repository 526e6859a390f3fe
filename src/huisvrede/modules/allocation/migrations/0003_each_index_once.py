"""Indexes that said what another one said already cost each new and each destroyed row a write."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("allocation", "0002_disclosure"), ("people", "0001_initial")]

    operations = [
        migrations.RemoveIndex("registration", "registration_person"),
        migrations.RemoveIndex("householdmember", "household_by_registration"),
        migrations.RemoveIndex("assignment", "assignment_by_registration"),
        migrations.AlterField(
            "assignment",
            "worker",
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="people.hat"),
        ),
        migrations.AlterField(
            "registration", "number", models.CharField(max_length=20, verbose_name="Registration number")
        ),
        migrations.AddConstraint(
            "registration", models.UniqueConstraint(fields=("number",), name="registration_number_once")
        ),
    ]
