from typing import Any

import pytest

from reviewsheets.units.cells import YenCell
from reviewsheets.units.money import Basis
from reviewsheets.units.revisions import FIGURES, WRITTEN, Told, revised, told

DASH, NOT_YET = YenCell(text="-"), YenCell(text="0")


def year(*, basis: Basis = Basis.NET, published: int | None = None, is_request: bool = False, **cells: Any) -> Told:
    """A budget year with these cells (a number: its yen), all others blank."""
    given = {name: cell if isinstance(cell, YenCell) else YenCell(cell) for name, cell in cells.items()}
    written = {name: given.get(name, YenCell()) for name in WRITTEN}
    return told(written, basis=basis, published_total_yen=published, is_request=is_request)


def whole(**cells: int) -> Told:
    """A year whose parts are all written."""
    basis = Basis.GROSS if cells.pop("gross", 0) else Basis.NET
    parts = dict.fromkeys(("initial", "supplementary", "carried_in", "carried_out", "contingency"), 0)
    return year(basis=basis, **parts | cells)


def found(*years: Told) -> list[tuple[str, int, int | None, int, int | None]]:
    """Figure, the older sheet and its yen, the newer sheet and its yen; sheets are numbered from 1."""
    return [
        (row.figure, row.old_sheet, row.old.yen, row.new_sheet, row.new.yen)
        for row in revised(list(enumerate(years, 1)))
    ]


@pytest.mark.parametrize("figure", [figure for figure in FIGURES if figure != "total"])
def test_another_amount_is_a_revision(figure: str) -> None:
    assert found(year(**{figure: 5}), year(**{figure: 5}), year(**{figure: 7})) == [(figure, 2, 5, 3, 7)]


def test_blank_revises_nothing_and_is_passed_over() -> None:
    assert found(year(initial=5), year(), year(initial=6)) == [("initial", 1, 5, 3, 6)]
    assert found(year(), year(initial=6), year()) == []


def test_dash_is_taken_for_zero() -> None:
    assert found(year(executed=DASH), year(executed=0), year(executed=4)) == [("executed", 2, 0, 3, 4)]
    assert found(year(executed=4), year(executed=DASH)) == [("executed", 1, 4, 2, None)]
    assert found(year(executed=DASH), year(executed=DASH)) == []


def test_execution_of_a_year_that_has_not_ended_is_no_amount() -> None:
    assert found(year(executed=NOT_YET), year(executed=4)) == []


def test_total_is_compared_as_computed() -> None:
    assert found(whole(initial=10), whole(initial=10, carried_out=3)) == [
        ("carried_out", 1, 0, 2, 3),
        ("total", 1, 10, 2, 7),
    ]


def test_gross_total_does_not_follow_what_is_carried_out() -> None:
    assert found(whole(gross=1, initial=10), whole(gross=1, initial=10, carried_out=3)) == [("carried_out", 1, 0, 2, 3)]


def test_total_of_one_basis_is_never_compared_with_the_other() -> None:
    net, gross = whole(initial=10, carried_out=3), whole(gross=1, initial=10, carried_out=3)
    assert found(net, gross) == []
    assert found(net, gross, whole(gross=1, initial=11, carried_out=3)) == [
        ("initial", 2, 10, 3, 11),
        ("total", 2, 10, 3, 11),
    ]


def test_total_with_a_blank_part_is_the_published_one_or_none() -> None:
    assert found(year(initial=10), year(initial=10, carried_in=3)) == []
    assert found(year(initial=10, published=10), year(initial=10, published=12)) == [("total", 1, 10, 2, 12)]


def test_total_of_the_year_requested_is_no_budget() -> None:
    assert found(year(requested=10, published=10, is_request=True), whole(initial=12)) == []
