from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lists", "0002_labels"),
    ]

    operations = [
        migrations.AlterField(
            model_name="export",
            name="place",
            field=models.UUIDField(editable=False, unique=True, verbose_name="Place on the disk"),
        ),
    ]
