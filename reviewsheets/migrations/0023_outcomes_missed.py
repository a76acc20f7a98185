from django.db import migrations, models
from django.db.models import Q


def unsay(apps, schema_editor):
    """No 0 where nobody can say that no outcome was missed; `rebuild_summaries --missing` makes the columns anew."""
    summaries = apps.get_model("reviewsheets", "SheetSummary").objects
    unknown = Q(outcomes_not_comparable__gt=0) | Q(outcomes_reached=0)
    summaries.filter(unknown, outcomes_missed=0).update(outcomes_missed=None)
    apps.get_model("reviewsheets", "SummaryColumns").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("reviewsheets", "0022_sheet_class_words"),
    ]

    operations = [
        migrations.AlterField(
            model_name="sheetsummary",
            name="outcomes_missed",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="目標に達しなかった成果指標"),
        ),
        migrations.RunPython(unsay, migrations.RunPython.noop),
    ]
