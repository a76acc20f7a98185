"""Which sections stand on a sheet's page, in the order of its form; the other form's where they say something."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reviewsheets.queries.whole import WholeSheet


@dataclass(frozen=True)
class Section:
    """A section of the page: its anchor, the template part under templates/sheets/, its name in the contents."""

    key: str
    part: str
    label: str


def sections_of(whole: WholeSheet) -> tuple[Section, ...]:
    """The sections of a sheet; those that every sheet of its form has stand there empty too."""
    found = _rs_form(whole) if whole.is_rs_form else _paper_form(whole)
    return tuple(section for section, is_there in found if is_there)


Choice = tuple[Section, bool]


def _paper_form(whole: WholeSheet) -> Iterator[Choice]:
    yield Section("outline", "parts/outline", _("事業の目的・概要")), True
    yield from _basis(whole)
    yield Section("budget", "parts/budget", _("予算額・執行額")), True
    yield Section("budget-lines", "parts/budget_lines", _("予算内訳")), True
    yield from _budget_items(whole)
    yield Section("outcomes", "parts/outcomes", _("成果目標及び成果実績")), True
    yield Section("activities", "parts/activities", _("活動指標及び活動実績")), True
    yield from _path(whole)
    yield from _of_the_paper_form(whole, always=True)
    yield Section("opinions", "parts/opinions", _("所見・反映状況")), True
    yield _past_numbers(), True
    yield Section("flow", "parts/flow", _("資金の流れ")), True
    yield Section("items", "parts/items", _("費目・使途")), True
    yield Section("payees", "parts/payees", _("支出先上位１０者リスト")), True
    yield from _multi_year(whole)
    yield _review(), True


def _rs_form(whole: WholeSheet) -> Iterator[Choice]:
    yield Section("outline", "parts/outline", _("事業の目的・概要")), True
    yield from _basis(whole)
    yield Section("related", "rs/related", _("関連事業")), bool(whole.related)
    yield Section("budget", "rs/budget", _("予算額・執行額")), True
    yield from _budget_items(whole)
    has_lines = bool(whole.lines.rows or whole.sheet.change_reason)
    yield Section("budget-lines", "parts/budget_lines", _("予算内訳")), has_lines
    yield Section("activities", "rs/activities", _("活動指標及び活動実績")), True
    yield Section("outcomes", "rs/outcomes", _("成果目標及び成果実績")), True
    yield from _path(whole)
    yield from _of_the_paper_form(whole, always=False)
    has_evaluation = not whole.opinions.is_blank or bool(whole.reflected or whole.remarks)
    yield Section("evaluation", "rs/evaluation", _("点検・評価")), has_evaluation
    yield _past_numbers(), bool(whole.past_numbers)
    yield Section("payments", "rs/payments", _("支出先")), True
    yield Section("flow", "parts/flow", _("資金の流れ")), True
    yield Section("item-uses", "rs/item_uses", _("費目・使途")), whole.flow.has_items
    yield from _multi_year(whole)
    yield Section("remarks", "rs/remarks", _("その他備考")), bool(whole.sheet.remarks)
    yield _review(), True


def _basis(whole: WholeSheet) -> Iterable[Choice]:
    has_basis = bool(whole.measures or whole.laws or whole.plans)
    return (
        (Section("basis", "rs/basis", _("政策・施策、法令等")), has_basis),
        (Section("subsidy-rates", "rs/subsidies", _("補助率等")), bool(whole.subsidies)),
    )


def _budget_items(whole: WholeSheet) -> Iterable[Choice]:
    return ((Section("budget-items", "rs/budget_items", _("歳出予算項目")), bool(whole.budget_items)),)


def _path(whole: WholeSheet) -> Iterable[Choice]:
    return ((Section("path", "rs/path", _("目標のつながり")), bool(whole.path)),)


def _of_the_paper_form(whole: WholeSheet, *, always: bool) -> Iterable[Choice]:
    return (
        (Section("unit-costs", "parts/unit_costs", _("単位当たりコスト")), always or bool(whole.unit_costs.rows)),
        (Section("policies", "parts/policies", _("政策評価")), always or bool(whole.policies)),
        (Section("checks", "parts/checks", _("点検・改善")), always or whole.has_checks),
    )


def _review() -> Section:
    return Section("review", "parts/review", _("規則による点検"))


def _past_numbers() -> Section:
    return Section("past-numbers", "parts/past_numbers", _("過去の事業番号"))


def _multi_year(whole: WholeSheet) -> Iterable[Choice]:
    label = _("国庫債務負担行為等による契約")
    return ((Section("multi-year-contracts", "rs/multi_year", label), bool(whole.multi_year)),)
