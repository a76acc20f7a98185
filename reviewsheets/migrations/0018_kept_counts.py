import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Counts that are kept: of payees, revisions and the rows of whole tables. `refresh_missing` fills them."""

    dependencies = [
        ("reviewsheets", "0017_summary_columns"),
    ]

    operations = [
        migrations.CreateModel(
            name="PayeeCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sheet_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="事業年度")),
                ("kind", models.CharField(max_length=12, verbose_name="支出先の種類")),
                ("payees", models.PositiveIntegerField(verbose_name="支出先の数")),
                (
                    "ministry",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reviewsheets.ministry",
                        verbose_name="府省庁",
                    ),
                ),
            ],
            options={
                "verbose_name": "支出先の件数",
                "verbose_name_plural": "支出先の件数",
            },
        ),
        migrations.CreateModel(
            name="RevisingSheets",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sheet_year", models.PositiveSmallIntegerField(verbose_name="事業年度")),
                (
                    "figure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("initial", "当初予算"),
                            ("supplementary", "補正予算"),
                            ("carried_in", "前年度から繰越し"),
                            ("carried_out", "翌年度へ繰越し"),
                            ("contingency", "予備費等"),
                            ("total", "計（歳出予算現額）"),
                            ("executed", "執行額"),
                            ("requested", "要求額"),
                        ],
                        max_length=13,
                        verbose_name="項目",
                    ),
                ),
                ("revising", models.PositiveIntegerField(verbose_name="改訂のあるシート")),
                ("revising_largely", models.PositiveIntegerField(verbose_name="小さくない改訂のあるシート")),
                ("compared", models.PositiveIntegerField(verbose_name="前のシートがあるシート")),
                (
                    "ministry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reviewsheets.ministry",
                        verbose_name="府省庁",
                    ),
                ),
            ],
            options={
                "verbose_name": "改訂のあるシートの数",
                "verbose_name_plural": "改訂のあるシートの数",
            },
        ),
        migrations.CreateModel(
            name="RevisionSums",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sheet_year", models.PositiveSmallIntegerField(verbose_name="事業年度")),
                (
                    "figure",
                    models.CharField(
                        choices=[
                            ("initial", "当初予算"),
                            ("supplementary", "補正予算"),
                            ("carried_in", "前年度から繰越し"),
                            ("carried_out", "翌年度へ繰越し"),
                            ("contingency", "予備費等"),
                            ("total", "計（歳出予算現額）"),
                            ("executed", "執行額"),
                            ("requested", "要求額"),
                        ],
                        max_length=13,
                        verbose_name="項目",
                    ),
                ),
                ("budget_year", models.PositiveSmallIntegerField(verbose_name="予算年度")),
                ("is_open_year", models.BooleanField(verbose_name="年度の途中の額")),
                ("is_large", models.BooleanField(verbose_name="小さくない改訂")),
                ("revisions", models.PositiveIntegerField(verbose_name="件数")),
                ("raised", models.PositiveIntegerField(verbose_name="増えた件数")),
                ("raised_yen", models.BigIntegerField(verbose_name="増えた額")),
                ("lowered_yen", models.BigIntegerField(verbose_name="減った額")),
                (
                    "ministry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reviewsheets.ministry",
                        verbose_name="府省庁",
                    ),
                ),
            ],
            options={
                "verbose_name": "額の改訂の合計",
                "verbose_name_plural": "額の改訂の合計",
            },
        ),
        migrations.CreateModel(
            name="RowCounts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sheet_year", models.PositiveSmallIntegerField(verbose_name="事業年度")),
                ("sheets", models.PositiveIntegerField()),
                ("sourced", models.PositiveIntegerField()),
                ("budget_years", models.PositiveIntegerField()),
                ("indicators", models.PositiveIntegerField()),
                ("blocks", models.PositiveIntegerField()),
                ("contracts", models.PositiveIntegerField()),
                (
                    "ministry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reviewsheets.ministry",
                        verbose_name="府省庁",
                    ),
                ),
            ],
            options={
                "verbose_name": "行数",
                "verbose_name_plural": "行数",
            },
        ),
    ]
