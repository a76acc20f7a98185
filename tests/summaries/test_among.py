"""Rows of many sheets are asked for by a range only where that is the same question."""

import pytest
from django.db.models import Q

from reviewsheets.models import Block
from reviewsheets.models.bulk import among
from tests.factories import make_block, make_sheet


def test_ids_without_a_gap_are_a_range() -> None:
    assert among("sheet", [7, 5, 6]) == Q(sheet__gte=5, sheet__lte=7)
    assert among("block__sheet", {4: "x"}) == Q(block__sheet__gte=4, block__sheet__lte=4)


@pytest.mark.parametrize("ids", [[], [5, 7], [5, 7, 7], [5, 5, 7]])
def test_ids_with_a_gap_are_named(ids: list[int]) -> None:
    assert among("pk", ids) == Q(pk__in=ids)


@pytest.mark.django_db
def test_rows_of_sheets_that_were_not_asked_for_are_left_out() -> None:
    sheets = [make_sheet(number=str(place)) for place in range(4)]
    blocks = [make_block(sheet) for sheet in sheets]

    def found(*places: int) -> list[Block]:
        return list(Block.objects.filter(among("sheet", [sheets[place].pk for place in places])).order_by("pk"))

    assert found(1, 2) == blocks[1:3]
    assert found(0, 3) == [blocks[0], blocks[3]]
    assert found() == []
