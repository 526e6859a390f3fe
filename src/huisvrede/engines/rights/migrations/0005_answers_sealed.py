"""An answer holds what is sealed elsewhere, so it is sealed itself; those from before, of which no release had any, go."""

from django.db import migrations

import huisvrede.foundation.register.fields


class Migration(migrations.Migration):
    dependencies = [("rights", "0004_ledger_channel")]

    operations = [
        migrations.RunSQL("DELETE FROM rights_answer", migrations.RunSQL.noop),
        migrations.AlterField("answer", "data", huisvrede.foundation.register.fields.SealedFileField()),
        migrations.AlterField("answer", "pdf", huisvrede.foundation.register.fields.SealedFileField()),
    ]
