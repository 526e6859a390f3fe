from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disposal", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="hold",
            name="ends_on",
            field=models.DateField(),
        ),
    ]
