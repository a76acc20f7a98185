from importlib import import_module

from django.db import migrations

tell_groups = import_module("reviewsheets.migrations.0020_group_names").tell_groups


class Migration(migrations.Migration):
    """More names are known to be no one payee's: 保護司A, 企業AA, 個人6名, 農業法人（232法人） …"""

    dependencies = [
        ("reviewsheets", "0023_outcomes_missed"),
    ]

    operations = [
        migrations.RunPython(tell_groups, migrations.RunPython.noop),
    ]
