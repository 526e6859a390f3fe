"""What was passed on because the person agreed says so, and on which day they did."""

from django.db import migrations, models

GROUND = "allocation_disclosure_ground"


class Migration(migrations.Migration):
    dependencies = [("allocation", "0004_household_may_ask")]

    operations = [
        migrations.RemoveConstraint("disclosure", GROUND),
        migrations.AddField(
            "disclosure", "agreed_on", models.DateField(blank=True, null=True, verbose_name="Agreed on")
        ),
        migrations.AlterField(
            "disclosure",
            "ground",
            models.CharField(
                choices=[
                    ("legal-duty", "A law demands it"),
                    ("task", "Our task demands it"),
                    ("consent", "The person agreed to it"),
                ],
                max_length=20,
                verbose_name="Ground",
            ),
        ),
        migrations.AddConstraint(
            "disclosure",
            models.CheckConstraint(
                condition=models.Q(ground="legal-duty", standing="", agreed_on__isnull=True)
                | models.Q(ground="task", agreed_on__isnull=True) & ~models.Q(standing="")
                | models.Q(ground="consent", agreed_on__isnull=False, agreed_on__lte=models.F("given_on"))
                & ~models.Q(standing=""),
                name=GROUND,
            ),
        ),
    ]
