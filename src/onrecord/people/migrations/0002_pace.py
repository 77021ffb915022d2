from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pace",
            fields=[
                ("subject", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("due", models.FloatField(db_index=True, default=0)),
            ],
        ),
    ]
