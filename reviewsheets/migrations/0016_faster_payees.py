from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes to count payees by year and indicators beside the money."""

    dependencies = [("reviewsheets", "0015_faster_findings")]

    operations = [
        migrations.AddIndex(
            model_name="payeesums",
            index=models.Index(
                fields=["sheet_year"],
                name="payee_sums_years",
                condition=models.Q(("ministry", None), models.Q(("kind", "group"), _negated=True)),
            ),
        ),
        migrations.AddIndex(
            model_name="indicatorresult",
            index=models.Index(
                fields=[
                    *("kind", "sheet_year", "ministry", "is_direction_known", "executed_yen", "earlier_executed_yen"),
                    *("achievement", "earlier_achievement"),
                ],
                name="indicator_result_changes",
                condition=models.Q(
                    ("achievement__isnull", False),
                    ("earlier_achievement__isnull", False),
                    ("executed_yen__isnull", False),
                ),
            ),
        ),
    ]
