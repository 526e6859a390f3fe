"""What the days of a hold are called, for whoever gets them in an answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disposal", "0003_fewer_indexes")]

    operations = [
        migrations.AlterField("hold", "starts_on", models.DateField(verbose_name="Kept since")),
        migrations.AlterField("hold", "ends_on", models.DateField(verbose_name="To be looked at again on")),
    ]
