from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes that hold all that the lists of findings and of revisions ask of every row."""

    dependencies = [("reviewsheets", "0014_findings")]

    operations = [
        migrations.RemoveIndex(model_name="finding", name="finding_amount"),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                fields=["-amount_yen", "id", "rule", "sheet_year", "ministry", "disposition", "closed_at"],
                name="finding_order",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewsheet",
            index=models.Index(fields=["project", "sheet_year", "ministry", "published_at"], name="sheet_succession"),
        ),
    ]
