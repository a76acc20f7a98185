from itertools import groupby

from django.db import migrations

from reviewsheets.units.doubts import is_above_in_such_a_block, is_block_far_above, is_far_above, measure_yen

BUDGETED = ("published_total_yen", "initial_yen", "executed_yen", "carried_in_yen")
BATCH = 900  # ids in a statement: older SQLite takes 999


def mark_anew(apps, schema_editor):
    """Marks of likely unit errors where some stand: by no request alone, and by a wrong block's every large row.

    Whatever is marked now stands on a sheet with a mark. What is worked out from those sheets goes, and the review's
    tally of the rule with it; `rebuild_summaries --missing` makes them anew.
    """
    payments = apps.get_model("reviewsheets", "Payment").objects
    marked = payments.filter(is_amount_doubtful=True)
    sheet_ids = sorted(set(marked.values_list("block__sheet", flat=True).order_by()))
    before, now = set(marked.values_list("pk", flat=True)), set()
    for start in range(0, len(sheet_ids), BATCH):
        now.update(_doubtful(apps, sheet_ids[start : start + BATCH]))
    _update(payments, before - now, is_amount_doubtful=False)
    _update(payments, now - before, is_amount_doubtful=True)
    for model in ("Receipt", "ContractFacts"):
        rows = apps.get_model("reviewsheets", model).objects
        for start in range(0, len(sheet_ids), BATCH):
            rows.filter(sheet__in=sheet_ids[start : start + BATCH]).delete()
    apps.get_model("reviewsheets", "RuleTally").objects.filter(rule="M02").delete()


def _doubtful(apps, sheet_ids):
    measures = _measures(apps, sheet_ids)
    payments = apps.get_model("reviewsheets", "Payment").objects
    columns = ("block", "block__sheet", "block__total_yen", "pk", "amount_yen")
    rows = payments.filter(block__sheet__in=sheet_ids).order_by("block").values_list(*columns)
    for (_block_id, sheet_id, total_yen), own in groupby(rows, key=lambda row: row[:3]):
        paid, measure = [row[3:] for row in own], measures.get(sheet_id)
        is_wrong = is_block_far_above((amount for _pk, amount in paid), total_yen, measure)
        for pk, amount in paid:
            if is_far_above(amount, measure) or (is_wrong and is_above_in_such_a_block(amount, measure)):
                yield pk


def _measures(apps, sheet_ids):
    largest = {}
    years = apps.get_model("reviewsheets", "BudgetYear").objects.filter(sheet__in=sheet_ids)
    for sheet_id, requested, *budgeted in years.values_list("sheet", "requested_yen", *BUDGETED):
        before = largest.get(sheet_id, (0, 0))
        largest[sheet_id] = max(before[0], *(amount or 0 for amount in budgeted)), max(before[1], requested or 0)
    return {sheet_id: measure_yen(*amounts) for sheet_id, amounts in largest.items()}


def _update(payments, ids, **fields):
    rest = sorted(ids)
    for start in range(0, len(rest), BATCH):
        payments.filter(pk__in=rest[start : start + BATCH]).update(**fields)


class Migration(migrations.Migration):
    dependencies = [
        ("reviewsheets", "0020_group_names"),
    ]

    operations = [
        migrations.RunPython(mark_anew, migrations.RunPython.noop),
    ]
