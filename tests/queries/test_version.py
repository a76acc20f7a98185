"""The data's version: another one after every transaction that wrote what pages show, and only then."""

import threading
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections, transaction
from django.db.models import F, Model

from reviewsheets.models import DataVersion, ImportRun, Ministry, Project, ReviewSheet
from reviewsheets.queries.version import data_version
from tests.factories import make_ministry, make_sheet, make_user

pytestmark = pytest.mark.django_db(transaction=True)

SHOWN = [model for model in apps.get_app_config("reviewsheets").get_models() if model not in (DataVersion, ImportRun)]


@pytest.mark.parametrize("model", SHOWN)
def test_a_write_to_any_table_that_pages_show_changes_it(model: type[Model]) -> None:
    before = data_version()
    assert model._meta.pk is not None
    key = model._meta.pk.name
    model._base_manager.update(**{key: F(key)})
    assert data_version() != before


def test_new_rows_and_deleted_rows_change_it() -> None:
    versions = [data_version()]
    ministry = make_ministry("見本省")
    versions.append(data_version())
    Ministry.objects.bulk_create([Ministry(name="例示省")], ignore_conflicts=True)
    versions.append(data_version())
    ministry.delete()
    versions.append(data_version())
    with connection.cursor() as cursor:
        cursor.execute("\n  DELETE FROM reviewsheets_ministry")
    versions.append(data_version())
    assert len(set(versions)) == 5


def test_reading_and_what_no_page_shows_leave_it() -> None:
    sheet = make_sheet()
    before = data_version()
    ImportRun.objects.create().save()
    sheet.ministry.editors.add(make_user())
    list(ReviewSheet.objects.select_related("ministry"))
    assert data_version() == before


def test_a_transaction_taken_back_leaves_it() -> None:
    before = data_version()
    with transaction.atomic():
        make_sheet()
        assert data_version() != before
        transaction.set_rollback(True)
    assert data_version() == before


def test_a_savepoint_taken_back_does_not_hide_a_later_write() -> None:
    before = data_version()
    with transaction.atomic():
        with transaction.atomic():
            make_ministry("見本省")
            transaction.set_rollback(True)
        assert data_version() == before
        make_ministry("例示省")
    assert data_version() != before


def test_a_savepoint_taken_back_leaves_the_stamp_of_an_earlier_write() -> None:
    before = data_version()
    with transaction.atomic():
        make_ministry("例示省")
        with transaction.atomic():
            make_ministry("見本省")
            transaction.set_rollback(True)
    assert data_version() != before


def test_a_transaction_of_many_writes_is_stamped_once(django_assert_num_queries: Any) -> None:
    make_ministry("見本省")
    with transaction.atomic(), django_assert_num_queries(31):
        for _ in range(30):
            Project.objects.update(name="見本")


def test_a_write_outside_a_transaction_is_stored_with_its_stamp() -> None:
    before = data_version()
    assert connection.get_autocommit()
    created = Ministry.objects.create(name="見本省")
    connection.close()
    assert Ministry.objects.get().pk == created.pk
    assert data_version() != before


def test_writers_at_once_do_not_wait_for_each_other_and_each_changes_it() -> None:
    """Two on PostgreSQL; SQLite has one writer at a time anyway."""
    make_ministry("見本省")
    can_write_at_once = connection.features.has_select_for_update_skip_locked
    has_written, may_end = threading.Event(), threading.Event()

    def write_long() -> None:
        with transaction.atomic():
            make_ministry("長い取り込み")
            has_written.set()
            assert may_end.wait(timeout=30)
        connections.close_all()

    versions = [data_version()]
    writer = threading.Thread(target=write_long)
    writer.start()
    assert has_written.wait(timeout=30)
    versions.append(data_version())
    if can_write_at_once:
        make_ministry("短い保存")
    versions.append(data_version())
    may_end.set()
    writer.join()
    versions.append(data_version())
    first, during, after_short, after_long = versions
    assert during == first
    assert (after_short != during) is can_write_at_once
    assert after_long not in (first, after_short)
    assert DataVersion.objects.count() == (2 if can_write_at_once else 1)
