"""Somebody of a household may ask for access: they are found by their name, and get a key of their own."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from huisvrede.core.tables.search import search_name

REMOVED = "household_member_removed_is_wiped"
TRIGGERS = "ALTER TABLE allocation_householdmember {} TRIGGER USER"


def fill(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The name by which each is found; restricted files too, of which nothing is said by it that is not there."""
    editor.execute(TRIGGERS.format("DISABLE"))
    members = apps.get_model("allocation", "HouseholdMember").objects.using(editor.connection.alias)
    for member in members.exclude(family_name="").only("family_name").iterator():
        members.filter(pk=member.pk).update(search_name=search_name(member.family_name)[:80])
    editor.execute(TRIGGERS.format("ENABLE"))


class Migration(migrations.Migration):
    dependencies = [("allocation", "0003_each_index_once"), ("people", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("householdmember", REMOVED),
        migrations.AddField(
            "householdmember",
            "person",
            models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="people.person"
            ),
        ),
        migrations.AddField("householdmember", "search_name", models.CharField(blank=True, editable=False, max_length=80)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "householdmember",
            models.Index(
                condition=models.Q(person__isnull=False), fields=["person"], name="household_by_person"
            ),
        ),
        migrations.AddConstraint(
            "householdmember",
            models.CheckConstraint(
                condition=models.Q(removed_on__isnull=True, birth_date__isnull=False)
                | models.Q(
                    removed_on__isnull=False, given_name="", family_name="", search_name="", birth_date__isnull=True
                ),
                name=REMOVED,
            ),
        ),
    ]
