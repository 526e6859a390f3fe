from django.db import migrations, models

RENAME = """ALTER TABLE cases_case DISABLE TRIGGER USER;
UPDATE cases_case SET state = '{}' WHERE state = '{}';
ALTER TABLE cases_case ENABLE TRIGGER USER"""


class Migration(migrations.Migration):
    """`identified` is called `examined`: who asks was looked into, and perhaps could not be established."""

    dependencies = [("cases", "0001_initial"), ("people", "0001_initial")]

    operations = [
        migrations.RunSQL(RENAME.format("examined", "identified"), RENAME.format("identified", "examined")),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=models.Q(("state", "kept")), fields=["activity"], name="case_kept"),
        ),
    ]
