"""What was published comes back: cell for cell, byte for byte, and as equal JSON."""

import gzip
import json
import re
import zipfile
from pathlib import Path

import pytest

from tests.importers.official_files import small_year
from tests.importers.scratch import Scratch, scratch_database

ARCHIVES = {
    "1-1": 8_537,
    "1-2": 5_948,
    "1-3": 14_991,
    "1-4": 5_909,
    "1-5": 6_311,
    "2-1": 37_981,
    "2-2": 55_609,
    "3-1": 11,
    "3-2": 28_362,
    "4-1": 5_692,
    "5-1": 192_039,
    "5-2": 22_662,
    "5-3": 33_986,
    "5-4": 9_290,
    "6-1": 5_664,
}
SHEETS = {2018: 5_145, 2019: 5_198, 2020: 5_445}


@pytest.fixture(scope="module")
def written(official_scratch: Scratch, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of all that the database gives back, and what the command said."""
    folder = tmp_path_factory.mktemp("written")
    said = official_scratch.manage("export_sheets", folder, "--format", "rs-system", "--year", "2024")
    for year in SHEETS:
        said += official_scratch.manage("export_sheets", folder, "--format", "judgit", "--year", str(year))
    return folder, said


def text_of(path: Path) -> tuple[str, bytes]:
    """The name and bytes of the file in an archive."""
    with zipfile.ZipFile(path) as archive:
        (member,) = archive.infolist()
        return member.filename, archive.read(member)


@pytest.mark.parametrize("code", ARCHIVES)
def test_an_archive_comes_back_byte_for_byte(code: str, shared_data: Path, written: tuple[Path, str]) -> None:
    (official,) = shared_data.glob(f"rs-system-2024*/{code}_*.zip")
    folder, said = written
    assert text_of(folder / official.name) == text_of(official)
    assert f"{official.name}：{ARCHIVES[code]:,}行" in said


@pytest.mark.parametrize("year", SHEETS)
def test_judgit_sheets_come_back_as_equal_json(year: int, shared_data: Path, written: tuple[Path, str]) -> None:
    official, given_back = (
        gzip.decompress((folder / f"judgit-{year}.ndjson.gz").read_bytes()).splitlines()
        for folder in (shared_data / "judgit", written[0])
    )
    assert len(given_back) == SHEETS[year]
    different = [
        line[:80] for line, back in zip(official, given_back, strict=True) if json.loads(line) != json.loads(back)
    ]
    assert different == []


def test_made_up_files_come_back_and_nothing_else_is_written(tmp_path: Path) -> None:
    small_year().write(tmp_path / "official", zipped=True)
    with scratch_database(tmp_path, "small") as scratch:
        scratch.manage("migrate", "--verbosity", "0")
        scratch.manage("import_sheets", tmp_path / "official")
        said = scratch.manage("export_sheets", tmp_path / "back", "--format", "rs-system", "--year", "2024")
    files = sorted((tmp_path / "back").iterdir())
    assert len(re.findall(r"：\d+行", said)) == len(files) == 15
    official = {name: data for path in (tmp_path / "official").iterdir() for name, data in [text_of(path)]}
    assert {name: data for path in files for name, data in [text_of(path)]} == official
