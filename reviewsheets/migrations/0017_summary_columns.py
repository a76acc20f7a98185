"""What lists count and add, as arrays. `refresh_missing` fills them."""

from django.db import migrations, models

# Arrays are as good as random: to compress them takes longer than to read them.
UNCOMPRESSED = "ALTER TABLE reviewsheets_summarycolumns ALTER COLUMN {} SET STORAGE EXTERNAL"
COLUMNS = (
    "sheet_year",
    "class_code",
    "ministry_id",
    "lines_id",
    "total_yen",
    "executed_yen",
    "unused_yen",
    "initial_yen",
    "requested_yen",
    "carried_out_yen",
    "net_rate",
    "gross_rate",
    "outcomes_missed",
)


def _keep_uncompressed(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in COLUMNS:
            schema_editor.execute(UNCOMPRESSED.format(name))


class Migration(migrations.Migration):
    dependencies = [("reviewsheets", "0016_faster_payees")]

    operations = [
        migrations.CreateModel(
            name="SummaryColumns",
            fields=[
                ("first_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sheet_year", models.BinaryField()),
                ("class_code", models.BinaryField()),
                ("ministry_id", models.BinaryField()),
                ("lines_id", models.BinaryField()),
                ("total_yen", models.BinaryField()),
                ("executed_yen", models.BinaryField()),
                ("unused_yen", models.BinaryField()),
                ("initial_yen", models.BinaryField()),
                ("requested_yen", models.BinaryField()),
                ("carried_out_yen", models.BinaryField()),
                ("net_rate", models.BinaryField()),
                ("gross_rate", models.BinaryField()),
                ("outcomes_missed", models.BinaryField()),
            ],
            options={"verbose_name": "シートの要約（列ごと）", "verbose_name_plural": "シートの要約（列ごと）"},
        ),
        migrations.RunPython(_keep_uncompressed, migrations.RunPython.noop),
    ]
