from django.db import migrations, models


class Migration(migrations.Migration):
    """The index that payees are counted by year from holds the payee: those searched for are found in it alone."""

    dependencies = [("reviewsheets", "0024_lettered_names")]

    operations = [
        migrations.RemoveIndex(model_name="payeesums", name="payee_sums_years"),
        migrations.AddIndex(
            model_name="payeesums",
            index=models.Index(
                fields=["sheet_year", "payee"],
                name="payee_sums_payees",
                condition=models.Q(("ministry", None), models.Q(("kind", "group"), _negated=True)),
            ),
        ),
    ]
