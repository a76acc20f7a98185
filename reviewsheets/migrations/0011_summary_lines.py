import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviewsheets", "0010_year_sums"),
    ]

    operations = [
        # Worked out from the sheets: `rebuild_summaries --missing` fills the table that takes its place.
        migrations.DeleteModel("SheetSummary"),
        migrations.CreateModel(
            name="SummaryLines",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("accounts", models.TextField(blank=True, verbose_name="会計区分")),
                ("methods", models.TextField(blank=True, verbose_name="実施方法")),
                ("policies", models.TextField(blank=True, verbose_name="主要政策・施策")),
            ],
            options={
                "verbose_name": "会計区分・実施方法・政策の組み合わせ",
                "verbose_name_plural": "会計区分・実施方法・政策の組み合わせ",
            },
        ),
        migrations.CreateModel(
            name="SheetSummary",
            fields=[
                (
                    "sheet",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="summary",
                        serialize=False,
                        to="reviewsheets.reviewsheet",
                        verbose_name="レビューシート",
                    ),
                ),
                ("sheet_year", models.PositiveSmallIntegerField(verbose_name="事業年度")),
                ("number", models.CharField(max_length=60, verbose_name="事業番号")),
                ("name", models.CharField(max_length=300, verbose_name="事業名")),
                ("bureau", models.CharField(blank=True, max_length=300, verbose_name="担当部局庁")),
                ("division", models.CharField(blank=True, max_length=300, verbose_name="担当課室")),
                (
                    "lines",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reviewsheets.summarylines",
                        verbose_name="会計区分・実施方法・政策",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("new", "新規（開始年度がシートの年度以降）"),
                            ("continuing", "継続"),
                            ("ending", "終了（終了年度がシートの年度以前）"),
                            ("unknown", "開始年度の記載なし"),
                        ],
                        max_length=10,
                        verbose_name="新規・継続・終了",
                    ),
                ),
                (
                    "size",
                    models.CharField(
                        choices=[
                            ("blank", "当初予算の記載なし"),
                            ("none", "0円"),
                            ("to-1", "1億円未満"),
                            ("to-10", "1億円以上10億円未満"),
                            ("to-100", "10億円以上100億円未満"),
                            ("to-1000", "100億円以上1,000億円未満"),
                            ("over-1000", "1,000億円以上"),
                        ],
                        max_length=10,
                        verbose_name="規模",
                    ),
                ),
                (
                    "rate",
                    models.CharField(
                        choices=[
                            ("blank", "執行率を計算できない"),
                            ("to-50", "50％未満"),
                            ("to-80", "50％以上80％未満"),
                            ("to-95", "80％以上95％未満"),
                            ("to-100", "95％以上100％以下"),
                            ("over-100", "100％を超える"),
                        ],
                        max_length=10,
                        verbose_name="執行率（繰越控除後）の区分",
                    ),
                ),
                (
                    "gross",
                    models.CharField(
                        choices=[
                            ("blank", "執行率を計算できない"),
                            ("to-50", "50％未満"),
                            ("to-80", "50％以上80％未満"),
                            ("to-95", "80％以上95％未満"),
                            ("to-100", "95％以上100％以下"),
                            ("over-100", "100％を超える"),
                        ],
                        max_length=10,
                        verbose_name="執行率（繰越控除前）の区分",
                    ),
                ),
                (
                    "carry",
                    models.CharField(
                        choices=[("blank", "繰越しの記載なし"), ("none", "繰越しなし（0円）"), ("some", "繰越しあり")],
                        max_length=10,
                        verbose_name="翌年度への繰越し",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("blank", "結果の年度の成果目標なし"),
                            ("reached", "比べられる目標のすべてに達した"),
                            ("missed", "達しなかった目標がある"),
                            ("not-comparable", "比べられる目標がない"),
                        ],
                        max_length=15,
                        verbose_name="成果目標",
                    ),
                ),
                ("class_code", models.PositiveSmallIntegerField(verbose_name="区分の番号")),
                (
                    "basis",
                    models.CharField(
                        choices=[("net", "net"), ("gross", "gross")], max_length=5, verbose_name="計の基準"
                    ),
                ),
                ("initial_yen", models.BigIntegerField(blank=True, help_text="円", null=True, verbose_name="当初予算")),
                ("initial_text", models.CharField(blank=True, max_length=300, verbose_name="当初予算（記載）")),
                ("requested_yen", models.BigIntegerField(blank=True, help_text="円", null=True, verbose_name="要求額")),
                (
                    "total_yen",
                    models.BigIntegerField(blank=True, help_text="円", null=True, verbose_name="計（歳出予算現額）"),
                ),
                ("executed_yen", models.BigIntegerField(blank=True, help_text="円", null=True, verbose_name="執行額")),
                ("executed_text", models.CharField(blank=True, max_length=300, verbose_name="執行額（記載）")),
                ("unused_yen", models.BigIntegerField(blank=True, help_text="円", null=True, verbose_name="不用額")),
                (
                    "carried_out_yen",
                    models.BigIntegerField(blank=True, help_text="円", null=True, verbose_name="翌年度へ繰越し"),
                ),
                ("gross_rate", models.BigIntegerField(blank=True, null=True, verbose_name="執行率（繰越控除前）")),
                ("net_rate", models.BigIntegerField(blank=True, null=True, verbose_name="執行率（繰越控除後）")),
                ("outcomes_reached", models.PositiveSmallIntegerField(default=0, verbose_name="目標に達した成果指標")),
                (
                    "outcomes_missed",
                    models.PositiveSmallIntegerField(default=0, verbose_name="目標に達しなかった成果指標"),
                ),
                (
                    "outcomes_not_comparable",
                    models.PositiveSmallIntegerField(default=0, verbose_name="比べられない成果指標"),
                ),
                (
                    "ministry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reviewsheets.ministry",
                        verbose_name="府省庁",
                    ),
                ),
            ],
            options={
                "verbose_name": "シートの要約",
                "verbose_name_plural": "シートの要約",
                "indexes": [
                    models.Index(
                        fields=[
                            "sheet_year",
                            "ministry",
                            "lines",
                            "class_code",
                            "total_yen",
                            "executed_yen",
                            "unused_yen",
                        ],
                        name="summary_places",
                    ),
                    models.Index(fields=["class_code", "lines", "sheet_year", "ministry"], name="summary_facets"),
                    models.Index(fields=["sheet_year", "total_yen"], name="summary_year_total"),
                    models.Index(fields=["sheet_year", "initial_yen"], name="summary_year_initial"),
                    models.Index(fields=["sheet_year", "unused_yen"], name="summary_year_unused"),
                    models.Index(fields=["sheet_year", "carried_out_yen"], name="summary_year_carried_out"),
                ],
            },
        ),
    ]
