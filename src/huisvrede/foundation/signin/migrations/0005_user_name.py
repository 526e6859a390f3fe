"""A user name that says nothing, for who has no e-mail address."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signin", "0004_rescue"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="name",
            field=models.CharField(
                blank=True, max_length=8, null=True, unique=True, verbose_name="user name"
            ),
        ),
        migrations.AlterField(
            model_name="account",
            name="email",
            field=models.EmailField(blank=True, max_length=254, null=True, unique=True),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("email__isnull", False), ("name__isnull", True)),
                    models.Q(("name__isnull", False), ("name__regex", "^[2-9a-z]{8}$")),
                    _connector="OR",
                ),
                name="account_has_address_or_name",
            ),
        ),
    ]
