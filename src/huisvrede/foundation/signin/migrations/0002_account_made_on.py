"""Since when an account is there: those that were there before count from today."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signin", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="made_on",
            field=models.DateField(default=django.utils.timezone.localdate, verbose_name="made on"),
        ),
    ]
