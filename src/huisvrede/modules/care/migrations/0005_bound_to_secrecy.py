"""Of what is passed on: what binds the recipient to secrecy; rows from before do not say."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0004_agreed"),
    ]

    operations = [
        migrations.AddField(
            model_name="disclosure",
            name="bound_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("law", "A law or the rules of the profession bind the recipient to secrecy"),
                    ("agreement", "An agreement with us binds the recipient to secrecy"),
                    ("told", "We told the recipient in writing that these data are secret"),
                ],
                max_length=10,
                verbose_name="How the recipient is bound to secrecy",
            ),
        ),
    ]
