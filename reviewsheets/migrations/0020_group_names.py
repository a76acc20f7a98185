from django.db import migrations

from reviewsheets.units.payees import PayeeKind, kind_of

BATCH = 900  # ids in a statement: older SQLite takes 999


def tell_groups(apps, schema_editor):
    """Payees known by name alone whose name is no one payee's by now.

    What was made of their sheets is taken away: `refresh_missing` makes it anew, and with it the sums and the review.
    """
    payees = apps.get_model("reviewsheets", "Payee").objects
    named = payees.filter(corporate_number="", kind=PayeeKind.UNNUMBERED.value).values_list("pk", "name")
    groups = [pk for pk, name in named.iterator() if kind_of("", name) is PayeeKind.GROUP]
    for start in range(0, len(groups), BATCH):
        batch = groups[start : start + BATCH]
        payees.filter(pk__in=batch).update(kind=PayeeKind.GROUP.value)
        _take_away(apps, _sheets(apps, batch))


def _sheets(apps, payee_ids):
    payments = apps.get_model("reviewsheets", "Payment").objects.filter(payee__in=payee_ids)
    contracts = apps.get_model("reviewsheets", "MultiYearContract").objects.filter(payee__in=payee_ids)
    return sorted({*payments.values_list("block__sheet", flat=True), *contracts.values_list("sheet", flat=True)})


def _take_away(apps, sheet_ids):
    for start in range(0, len(sheet_ids), BATCH):
        batch = sheet_ids[start : start + BATCH]
        for name in ("Receipt", "SheetReview"):
            apps.get_model("reviewsheets", name).objects.filter(sheet__in=batch).delete()


class Migration(migrations.Migration):
    """More names are known to be no one payee's: 退職者, 肉用牛契約生産者, 支出先上位11者以降 …"""

    dependencies = [
        ("reviewsheets", "0019_covering_indexes"),
    ]

    operations = [
        migrations.RunPython(tell_groups, migrations.RunPython.noop),
    ]
