"""A year's archives in a folder: what is fetched, kept, replaced and written down; and what the command says of it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from reviewsheets.formats.rs_system.files import FILES, archive_name
from reviewsheets.importers.download import Downloader, Patience
from reviewsheets.importers.fetch import ArchiveResult, FetchError, FetchReport, Outcome, fetch_year
from tests.importers import official_server as site
from tests.importers.official_server import OfficialServer, archive, official_server
from tests.importers.test_download import QUICK, SOON_BORED, Notes

NAMES = [archive_name(code, title, 2024) for code, title in FILES]
FIRST, SECOND, *_OTHERS, LAST = NAMES


@pytest.fixture
def server() -> Iterator[OfficialServer]:
    with official_server() as server:
        for name in NAMES:
            server.put(name, archive(name), etag='"a"')
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "official" / "2024"


def fetch(server: OfficialServer, folder: Path, *, day: int = 1, patience: Patience = QUICK) -> FetchReport:
    return fetch_year(
        2024,
        folder,
        downloader=Downloader(Notes(), patience),
        base_url=server.address,
        now=lambda: datetime(2026, 4, day, 9, 30, tzinfo=UTC),
    )


def outcomes(report: FetchReport) -> list[str]:
    return [result.outcome.value for result in report.results]


def manifest(folder: Path) -> dict[str, dict[str, Any]]:
    rows = json.loads((folder / "manifest.json").read_text())["archives"]
    return {row["name"]: row for row in rows}


def test_the_fifteen_names_are_the_official_ones() -> None:
    assert len(NAMES) == 15
    assert FIRST == "1-1_RS_2024_基本情報_組織情報.zip"
    assert LAST == "6-1_RS_2024_その他備考.zip"


# --- The real archives -----------------------------------------------------------------------------------------------


def test_the_official_archives_come_byte_for_byte(server: OfficialServer, folder: Path, shared_data: Path) -> None:
    originals = {path.name: path for path in shared_data.glob("rs-system-2024*/*.zip")}
    assert sorted(originals) == sorted(NAMES)
    for name, path in originals.items():
        server.put(name, path.read_bytes())
    server.faults["5-1_RS_2024_支出先_支出情報.zip"] = [site.breaks_off_after(3_000_000), site.stalls_after(4_000_000)]
    assert outcomes(fetch(server, folder, patience=SOON_BORED)) == ["new"] * 15
    assert all((folder / name).read_bytes() == path.read_bytes() for name, path in originals.items())
    assert sorted(path.name for path in folder.iterdir()) == sorted([*NAMES, "manifest.json"])
    assert manifest(folder)[FIRST]["version"]["size"] == 260_140
    assert outcomes(fetch(server, folder)) == ["unchanged"] * 15


# --- The manifest ----------------------------------------------------------------------------------------------------


def test_the_manifest_says_where_when_and_what(server: OfficialServer, folder: Path) -> None:
    fetch(server, folder)
    assert list(manifest(folder)) == NAMES
    assert manifest(folder)[LAST] == {
        "name": "6-1_RS_2024_その他備考.zip",
        "url": f"{server.address}/2024/rs/6-1_RS_2024_%E3%81%9D%E3%81%AE%E4%BB%96%E5%82%99%E8%80%83.zip",
        "version": {
            "size": 139,
            "sha256": sha256(archive("6-1_RS_2024_その他備考.zip")).hexdigest(),
            "fetched_at": "2026-04-01T09:30:00+00:00",
            "last_modified": "Mon, 17 Feb 2025 03:46:00 GMT",
            "etag": '"a"',
        },
        "earlier": [],
    }


def test_a_second_run_asks_and_changes_nothing(server: OfficialServer, folder: Path) -> None:
    fetch(server, folder)
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    assert outcomes(fetch(server, folder, day=2)) == ["unchanged"] * 15
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before
    assert server.statuses(FIRST) == [200, 304]


def test_a_replaced_archive_is_fetched_and_the_former_is_remembered(server: OfficialServer, folder: Path) -> None:
    fetch(server, folder)
    for day, text in ((2, "二版"), (3, "三版")):
        server.put(FIRST, archive(text), etag=f'"{day}"', last_modified=site.LATER)
        assert outcomes(fetch(server, folder, day=day)) == ["replaced", *["unchanged"] * 14]
    assert (folder / FIRST).read_bytes() == archive("三版")
    row = manifest(folder)[FIRST]
    versions = [row["version"], *row["earlier"]]
    assert [(version["fetched_at"][:10], version["etag"]) for version in versions] == [
        ("2026-04-03", '"3"'),
        ("2026-04-02", '"2"'),
        ("2026-04-01", '"a"'),
    ]
    assert row["earlier"][1]["sha256"] == sha256(archive(FIRST)).hexdigest()


def test_the_old_archive_stays_until_the_new_one_is_whole(server: OfficialServer, folder: Path) -> None:
    fetch(server, folder)
    before = (folder / "manifest.json").read_text()
    new = archive("新しい版", size=100_000)
    server.put(FIRST, new, etag='"b"')
    server.faults[FIRST] = [site.breaks_off_after(40_000), site.status(500), site.status(500)]
    assert outcomes(fetch(server, folder, day=2)) == ["failed", *["unchanged"] * 14]
    assert (folder / FIRST).read_bytes() == archive(FIRST)
    assert (folder / "manifest.json").read_text() == before
    assert outcomes(fetch(server, folder, day=3))[0] == "replaced"
    assert (folder / FIRST).read_bytes() == new
    # The condition on the old and the range on the half go together in one request.
    assert server.statuses(FIRST) == [200, 200, 500, 500, 206]
    assert [row.named for row in server.asked if row.name == FIRST][-1] == {
        "Range": "bytes=32768-",
        "If-Range": '"b"',
        "If-None-Match": '"a"',
        "If-Modified-Since": "Mon, 17 Feb 2025 03:46:00 GMT",
    }


def test_a_half_is_dropped_when_the_server_takes_the_old_one_back(server: OfficialServer, folder: Path) -> None:
    fetch(server, folder)
    server.put(FIRST, archive("新しい版", size=100_000), etag='"b"')
    server.faults[FIRST] = [site.breaks_off_after(40_000)] * 3
    fetch(server, folder)
    server.put(FIRST, archive(FIRST), etag='"a"')
    assert outcomes(fetch(server, folder))[0] == "unchanged"
    assert sorted(path.name for path in folder.iterdir()) == sorted([*NAMES, "manifest.json"])


def test_the_same_bytes_under_a_new_tag_are_unchanged(server: OfficialServer, folder: Path) -> None:
    fetch(server, folder)
    server.put(FIRST, archive(FIRST), etag='"b"', last_modified=site.LATER)
    assert outcomes(fetch(server, folder, day=2))[0] == "unchanged"
    row = manifest(folder)[FIRST]
    assert (row["version"]["fetched_at"][:10], row["version"]["etag"], row["earlier"]) == ("2026-04-01", '"b"', [])


def test_a_server_that_names_no_version_is_compared_by_content(server: OfficialServer, folder: Path) -> None:
    for _round in range(2):
        server.put(FIRST, archive(FIRST), etag="", last_modified="")
        report = fetch(server, folder)
    assert outcomes(report)[0] == "unchanged"
    assert server.statuses(FIRST) == [200, 200]


def test_an_archive_harmed_in_the_folder_is_fetched_again(server: OfficialServer, folder: Path) -> None:
    fetch(server, folder)
    (folder / FIRST).write_bytes(b"harmed")
    (folder / SECOND).unlink()
    assert outcomes(fetch(server, folder, day=2)) == ["new", "new", *["unchanged"] * 13]
    assert (folder / FIRST).read_bytes() == archive(FIRST)
    assert manifest(folder)[FIRST]["earlier"] == []


def test_an_archive_put_there_by_hand_is_remembered_by_its_hash(server: OfficialServer, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / FIRST).write_bytes(b"by hand")
    fetch(server, folder)
    [earlier] = manifest(folder)[FIRST]["earlier"]
    assert (earlier["size"], earlier["fetched_at"]) == (7, "")
    assert earlier["sha256"] == sha256(b"by hand").hexdigest()


def test_the_same_archive_put_there_by_hand_gets_its_entry(server: OfficialServer, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / FIRST).write_bytes(archive(FIRST))
    assert outcomes(fetch(server, folder))[0] == "unchanged"
    row = manifest(folder)[FIRST]
    assert (row["version"]["fetched_at"], row["earlier"]) == ("2026-04-01T09:30:00+00:00", [])


def test_another_address_is_not_asked_for_this_ones_tags(server: OfficialServer, folder: Path) -> None:
    fetch(server, folder)
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace("127.0.0.1", "mirror.example"))
    fetch(server, folder)
    assert server.statuses(FIRST) == [200, 200]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"archives": [{"name": "x"}]}', '{"archives": 1}'])
def test_an_unreadable_manifest_is_said_and_kept(server: OfficialServer, folder: Path, text: str) -> None:
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(text)
    with pytest.raises(FetchError, match=r"manifest.json を読めません"):
        fetch(server, folder)
    assert (folder / "manifest.json").read_text() == text


# --- What fails ------------------------------------------------------------------------------------------------------


def test_a_missing_archive_is_named_and_the_others_come(server: OfficialServer, folder: Path) -> None:
    del server.files[SECOND]
    report = fetch(server, folder)
    assert report.with_outcome(Outcome.FAILED) == (
        ArchiveResult("1-2_RS_2024_基本情報_事業概要等.zip", Outcome.FAILED, problem="サーバーにありません（404）。"),
    )
    assert len(report.with_outcome(Outcome.NEW)) == 14
    assert SECOND not in manifest(folder)
    assert not (folder / SECOND).exists()


def test_a_server_that_is_not_there_is_asked_for_one_archive_only(folder: Path) -> None:
    with official_server() as server:
        pass
    first, *others = fetch(server, folder).results
    assert first.problem.startswith("サーバーにつながりません：")
    assert {other.problem for other in others} == {"上の理由により、試していません。"}
    assert len(others) == 14


def test_a_full_disk_ends_the_run(server: OfficialServer, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / f"{SECOND}.part").symlink_to("/dev/full")
    assert outcomes(fetch(server, folder)) == ["new", *["failed"] * 14]
    assert len(server.asked) == 2


def test_a_manifest_that_cannot_be_written_is_a_failure(server: OfficialServer, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "manifest.json.part").symlink_to("/dev/full")
    assert fetch(server, folder).results[0].problem == "保存できません：No space left on device"


def test_two_runs_do_not_write_into_one_folder(server: OfficialServer, folder: Path) -> None:
    def second_run(result: ArchiveResult) -> None:
        with pytest.raises(FetchError, match="別の取得が書き込んでいます"):
            fetch(server, folder)

    downloader = Downloader(Notes(), QUICK)
    fetch_year(2024, folder, downloader=downloader, base_url=server.address, done=second_run)
    assert outcomes(fetch(server, folder)) == ["unchanged"] * 15


def test_a_folder_that_cannot_be_made_is_said(server: OfficialServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FetchError, match=r"^保存できません：Not a directory$"):
        fetch(server, tmp_path / "file" / "2024")


@pytest.mark.parametrize(
    "address",
    ["rssystem.go.jp", "file:///tmp", "https://", "https://u:p@h/files", "https://h/?x", "https://[", "http://h:x"],
)
def test_an_address_that_is_none_is_refused(folder: Path, address: str) -> None:
    with pytest.raises(FetchError, match="取得元は https://"):
        fetch_year(2024, folder, downloader=Downloader(Notes(), QUICK), base_url=address)
