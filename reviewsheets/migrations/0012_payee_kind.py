import django.db.models.deletion
from django.db import migrations, models

from reviewsheets.units.payees import kind_of

BATCH = 900  # ids in a statement: older SQLite takes 999


def fill_kind(apps, schema_editor):
    """Each payee's kind from its number and name."""
    payees = apps.get_model("reviewsheets", "Payee").objects
    found = {}
    for pk, corporate_number, name in payees.values_list("pk", "corporate_number", "name").iterator():
        found.setdefault(kind_of(corporate_number, name).value, []).append(pk)
    for kind, ids in found.items():
        for start in range(0, len(ids), BATCH):
            payees.filter(pk__in=ids[start : start + BATCH]).update(kind=kind)


class Migration(migrations.Migration):
    dependencies = [
        ("reviewsheets", "0011_summary_lines"),
    ]

    operations = [
        migrations.AddField(
            model_name="payee",
            name="kind",
            field=models.CharField(
                choices=[
                    ("national", "国の機関"),
                    ("local", "地方公共団体"),
                    ("company", "会社"),
                    ("corporation", "その他の設立登記法人（独立行政法人・社団・財団・学校など）"),
                    ("unregistered", "設立登記のない法人（外国会社・組合・協議会など）"),
                    ("unnumbered", "有効な法人番号なし"),
                    ("group", "特定の一者ではない記載（その他・個人Aなど）"),
                ],
                default="unnumbered",
                editable=False,
                max_length=12,
                verbose_name="支出先の種類",
            ),
        ),
        migrations.CreateModel(
            name="FormerPayeeKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=300, unique=True, verbose_name="以前の支出先キー")),
                (
                    "payee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_keys",
                        to="reviewsheets.payee",
                        verbose_name="支出先",
                    ),
                ),
            ],
            options={
                "verbose_name": "以前の支出先キー",
                "verbose_name_plural": "以前の支出先キー",
            },
        ),
        migrations.RunPython(fill_kind, migrations.RunPython.noop),
    ]
