"""Apart from the migration before: PostgreSQL alters no table whose rows were changed in the same transaction."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("proceedings", "0002_requests_sealed")]

    operations = [
        migrations.RemoveField("correctionrequest", "passage"),
        migrations.RemoveField("correctionrequest", "reason"),
        migrations.RemoveField("correctionrequest", "contact"),
    ]
