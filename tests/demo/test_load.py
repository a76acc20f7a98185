"""Loading the demonstration data: once, again, and beside sheets of one's own."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model

from reviewsheets.demo.load import has_no_sheets, load_demo
from reviewsheets.demo.writer import MODELS
from reviewsheets.models import BudgetYear, Ministry, Payee, Payment, Project, ReviewSheet
from tests.factories import make_ministry, make_sheet

pytestmark = pytest.mark.django_db
NOT_FIGURES = {"updated_at", "id"}
ALL_MODELS: tuple[type[Model], ...] = (Ministry, Project, Payee, ReviewSheet, *MODELS)


def run(**options: object) -> str:
    output = StringIO()
    call_command("load_demo", stdout=output, **options)
    return output.getvalue()


def figures() -> list[tuple[object, ...]]:
    """Every stored value but keys of rows and times of storing, in the order of storing."""
    return [
        tuple(
            getattr(row, f.attname)
            for f in row._meta.concrete_fields
            if not f.is_relation and f.name not in NOT_FIGURES
        )
        for model in ALL_MODELS
        for row in model._default_manager.order_by("pk")
    ]


def test_the_default_load_is_the_seed_and_one_fictional_ministry() -> None:
    assert has_no_sheets()
    assert "シート147枚を入れました" in run()
    assert not has_no_sheets()
    assert dict(Ministry.objects.values_list("name", "is_fictional")) == {"総務省": False, "見本省": True}
    assert Project.objects.filter(ministry__name="見本省").count() == 33
    assert ReviewSheet.objects.filter(published_at__isnull=True).count() == 2


def test_a_second_load_changes_nothing_and_says_so() -> None:
    run(sheets=12)
    before = figures()
    assert "既にある13枚はそのままです：2018 総務省 新30-0006、2018 見本省 0001" in run(sheets=12)
    assert figures() == before


def test_two_loads_into_empty_databases_give_the_same_figures() -> None:
    load_demo(sheets=30)
    first = figures()
    for model in (ReviewSheet, Project, Payee, Ministry):
        model._default_manager.all().delete()
    load_demo(sheets=30)
    assert figures() == first


def test_a_corrected_sheet_stays_corrected() -> None:
    load_demo(sheets=5)
    row = BudgetYear.objects.get(sheet__sheet_year=2019, budget_year=2018, sheet__number="0001")
    BudgetYear.objects.filter(pk=row.pk).update(executed_yen=1)
    load_demo(sheets=5)
    row.refresh_from_db()
    assert row.executed_yen == 1


def test_a_sheet_of_that_number_entered_by_hand_is_left_alone() -> None:
    ministry = make_ministry("見本省")
    own = make_sheet(sheet_year=2018, ministry=ministry, number="0001", name="手で入れた事業")
    report = load_demo(sheets=5)
    assert report.already_there == ((2018, "見本省", "0001"),)
    own.refresh_from_db()
    assert own.name == "手で入れた事業"
    assert not own.budget_years.exists()


def test_a_larger_load_brings_further_fictional_ministries() -> None:
    load_demo(sheets=170)
    assert ReviewSheet.objects.count() == 171
    others = Ministry.objects.exclude(name__in=["総務省", "見本省"])
    assert [ministry.name[:2] for ministry in others] == ["見本"] * others.count()
    assert others.filter(is_fictional=True).count() == others.count() == 5


def test_every_named_payment_has_its_payee() -> None:
    load_demo(sheets=30)
    assert not Payment.objects.exclude(name="").filter(payee=None).exists()
    assert Payee.objects.filter(corporate_number="").exists()


def test_the_queries_do_not_grow_with_the_sheets_of_a_batch(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]  # pytest-django names no type for it
    with django_assert_max_num_queries(150):
        load_demo(sheets=10)


def test_a_negative_number_of_sheets_is_refused() -> None:
    with pytest.raises(CommandError, match="0以上"):
        run(sheets=-1)
