from django.db import migrations, models


class Migration(migrations.Migration):
    """The words of two classes say whom they count; the database stays as it is."""

    dependencies = [("reviewsheets", "0021_doubtful_amounts")]

    operations = [
        migrations.AlterField(
            model_name="sheetsummary",
            name="kind",
            field=models.CharField(
                choices=[
                    ("new", "新規（開始年度がシートの年度以降、その年度に終わる事業を除く）"),
                    ("continuing", "継続"),
                    ("ending", "終了（終了年度がシートの年度以前、単年度の事業を含む）"),
                    ("unknown", "開始年度の記載なし"),
                ],
                max_length=10,
                verbose_name="新規・継続・終了",
            ),
        ),
        migrations.AlterField(
            model_name="sheetsummary",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("blank", "結果の年度の成果目標なし"),
                    ("reached", "達した目標があり、達しなかったと分かる目標がない"),
                    ("missed", "達しなかった目標がある"),
                    ("not-comparable", "達したか分かる目標がない"),
                ],
                max_length=15,
                verbose_name="成果目標",
            ),
        ),
    ]
