from django.db import migrations


class Migration(migrations.Migration):
    """Sessions from before their keys were hashed and their contents encrypted: everybody signs in once more."""

    dependencies = [
        ("people", "0002_pace"),
        ("sessions", "0001_initial"),
    ]

    operations = [migrations.RunSQL("DELETE FROM django_session", migrations.RunSQL.noop)]
