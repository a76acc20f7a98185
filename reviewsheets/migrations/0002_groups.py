"""The four groups that access.py knows."""

from django.db import migrations

NAMES = ["府省庁編集者", "所見担当", "公開担当", "管理者"]


def make_groups(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for name in NAMES:
        group.objects.get_or_create(name=name)


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=NAMES).delete()


class Migration(migrations.Migration):
    dependencies = [("reviewsheets", "0001_sheets"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(make_groups, remove_groups)]
