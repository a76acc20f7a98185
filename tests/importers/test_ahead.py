"""A large import's second process: it reads, then finds links, as this one would."""

from pathlib import Path

import pytest

from reviewsheets.importers.ahead import WORTH_A_PROCESS_BYTES, Ahead, Job, ahead_with
from reviewsheets.importers.linking.facts import Method, SheetFacts, SheetLink
from tests.importers.judgit_files import judgit_object, ndjson

SHEETS = 1_500
BRIDGE = SheetFacts(1, 2018, "総務省", "0001", "橋梁の点検に必要な経費", start_year=2010)
LATER_BRIDGE = BRIDGE._replace(sheet_id=2, sheet_year=2019, number="0002")
LINK = SheetLink(1, 2, Method.NAME, "name:100; figures:0/0; start_year:same", is_main=True)


@pytest.fixture
def large(tmp_path: Path) -> Job:
    """A file that is worth a process."""
    path = tmp_path / "judgit-2018.ndjson"
    sheets = [judgit_object(事業番号=f"{number:04}", 事業概要="長" * 500) for number in range(SHEETS)]
    path.write_bytes(ndjson(sheets))
    assert path.stat().st_size > WORTH_A_PROCESS_BYTES
    return Job(path, None)


@pytest.fixture
def small(tmp_path: Path) -> Job:
    """A file that is not."""
    path = tmp_path / "judgit-2019.ndjson"
    path.write_bytes(ndjson([judgit_object()]))
    return Job(path, None)


def sheets_read(ahead: Ahead, job: Job) -> int:
    """How many sheets a job gave."""
    return len(list(ahead.read(job, lambda _read_bytes: None)))


def test_it_reads_and_then_finds_links(large: Job) -> None:
    with ahead_with([large]) as ahead:
        assert sheets_read(ahead, large) == SHEETS
        assert ahead.find_links([BRIDGE, LATER_BRIDGE])() == [LINK]


def test_a_small_file_is_read_and_linked_here(small: Job) -> None:
    with ahead_with([small]) as ahead:
        assert sheets_read(ahead, small) == 1
        assert ahead.find_links([BRIDGE, LATER_BRIDGE])() == [LINK]


def test_what_stops_the_links_is_raised_where_they_are_taken(large: Job) -> None:
    with ahead_with([large]) as ahead:
        sheets_read(ahead, large)
        links = ahead.find_links([BRIDGE, BRIDGE])
        with pytest.raises(ValueError, match="two sheets have one id"):
            links()
