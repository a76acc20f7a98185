from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes that hold all that the largest payees, a year's flow, a ministry's bureaus and results are read from."""

    dependencies = [("reviewsheets", "0018_kept_counts")]

    operations = [
        migrations.RemoveIndex(model_name="payeesums", name="payee_sums_direct"),
        migrations.RemoveIndex(model_name="payeesums", name="payee_sums_unknown"),
        migrations.AddIndex(
            model_name="payeesums",
            index=models.Index(
                fields=["sheet_year", "ministry", "direct_yen", "kind", "payee"], name="payee_sums_direct"
            ),
        ),
        migrations.AddIndex(
            model_name="payeesums",
            index=models.Index(
                fields=["sheet_year", "ministry", "unknown_yen", "kind", "payee"], name="payee_sums_unknown"
            ),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(
                fields=["sheet_year", "sheet", "ministry", "direct_yen"],
                name="receipt_direct",
                condition=models.Q(("direct_yen__isnull", False)),
            ),
        ),
        migrations.AddIndex(
            model_name="sheetsummary",
            index=models.Index(
                fields=["ministry", "bureau", "total_yen", "executed_yen", "unused_yen"], name="summary_bureaus"
            ),
        ),
        migrations.RemoveIndex(model_name="indicatorresult", name="indicator_result_place"),
        migrations.AddIndex(
            model_name="indicatorresult",
            index=models.Index(
                fields=[
                    *("kind", "sheet_year", "ministry", "state"),
                    *("is_direction_known", "achievement", "target", "actual"),
                ],
                name="indicator_result_place",
            ),
        ),
        migrations.AddIndex(
            model_name="indicatorresult",
            index=models.Index(fields=["kind", "executed_yen", "id"], name="indicator_result_money"),
        ),
        # Of an index that nothing is known of SQLite expects too much.
        migrations.RunSQL("ANALYZE", migrations.RunSQL.noop),
    ]
