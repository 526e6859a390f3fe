from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disposal", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="hold",
            name="reason",
            field=models.CharField(
                choices=[
                    ("legal-claim", "A legal claim"),
                    ("request", "A request or complaint that still runs"),
                    ("investigation", "An investigation, such as of a data breach"),
                    ("legal-duty", "A law or a court demands it"),
                ],
                max_length=200,
                verbose_name="Reason",
            ),
        ),
        migrations.AlterField(
            model_name="hold",
            name="ends_on",
            field=models.DateField(),
        ),
    ]
