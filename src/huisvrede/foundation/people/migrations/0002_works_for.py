"""For whom a member of staff works, where that is not the controller itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            "hat", "organisation", models.CharField(blank=True, max_length=120, verbose_name="Works for")
        )
    ]
