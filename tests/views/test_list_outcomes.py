"""What the list of sheets says of their outcomes."""

import re

import pytest
from django.test import Client

from reviewsheets.summaries.refresh import refresh
from tests.factories import make_indicator, make_sheet

pytestmark = pytest.mark.django_db


def test_where_nobody_can_say_what_was_missed_list_and_csv_have_a_dash_and_stand_last(client: Client) -> None:
    for number, direction in (("1", ""), ("2", "up"), ("3", "down")):
        make_indicator(make_sheet(number=number), "outcome", {2017: (100, 99)}, direction=direction)
    make_sheet(number="4")
    refresh()
    for sort, order in (("outcomes_missed", ["3", "2", "1", "4"]), ("-outcomes_missed", ["2", "3", "1", "4"])):
        query = f"?columns=outcomes_missed&sort={sort}"
        page = client.get(f"/sheets/{query}").content.decode()
        told = {"1": "-", "2": "1", "3": "0", "4": "-"}
        assert re.findall(r'href="/sheets/2018/[^/]+/([^/]+)/"', page) == order
        cells = re.findall(r'<td class="amount">([^<]*)</td></tr>', page.rpartition("<tbody>")[2])
        assert cells == [told[number] for number in order]
        response = client.get(f"/sheets.csv{query}")
        lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
        assert [line.split(",")[16] for line in lines[1:]] == cells
