"""The stamps of the data's version. Every writer needs the table, so only later migrations may write our rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviewsheets", "0006_search")]

    operations = [
        migrations.CreateModel(
            name="DataVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stamp", models.CharField(max_length=32, verbose_name="印")),
            ],
            options={"verbose_name": "データの版", "verbose_name_plural": "データの版", "ordering": ["pk"]},
        ),
    ]
