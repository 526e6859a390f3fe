"""A resident is found by postcode and house number at the telephone; the index is what makes that one look."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("care", "0006_documents")]

    operations = [
        migrations.AddIndex("resident", models.Index(fields=["postcode"], name="resident_postcode")),
    ]
