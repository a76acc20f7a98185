"""A download is whole or not at all: what breaks, stalls, lies or changes on the way."""

import gzip
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewsheets.importers.download import Downloader, DownloadError, Patience, StorageError, Validators
from tests.importers import official_server as site
from tests.importers.official_server import OfficialServer, archive, official_server

NAME = "1-1_RS_2024_基本情報_組織情報.zip"
AT_ONCE = timedelta(0)
QUICK = Patience(waits=(AT_ONCE, AT_ONCE))
SOON_BORED = Patience(waits=(AT_ONCE,) * 9, silence=timedelta(milliseconds=300))
MISFIT = "途中までのファイルがサーバーのものと合わないため、初めから取り直します。"
BODY = archive(size=100_000)  # 100,108 bytes with what a zip adds


class Notes:
    """A watcher that writes down what it is told."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.received: list[tuple[int, int | None]] = []

    def receives(self, name: str, received: int, total: int | None) -> None:
        self.received.append((received, total))

    def waits(self, name: str, problem: str, wait: timedelta) -> None:
        self.problems.append(problem)


@pytest.fixture
def server() -> Iterator[OfficialServer]:
    with official_server() as server:
        server.put(NAME, BODY, etag='"a"')
        yield server


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / NAME


@pytest.fixture
def notes() -> Notes:
    return Notes()


def url(server: OfficialServer) -> str:
    return f"{server.address}/2024/rs/{quote(NAME)}"


def get(server: OfficialServer, place: Path, notes: Notes | None = None, **options: object) -> Validators | None:
    return Downloader(notes or Notes(), QUICK).get(url(server), place, **options)  # type: ignore[arg-type]  # as they come


def files_beside(place: Path) -> list[str]:
    return sorted(path.name.removeprefix(NAME) for path in place.parent.iterdir())


def leave_half(server: OfficialServer, place: Path) -> None:
    """What a run leaves whose every try broke off: the first 32,768 bytes."""
    server.faults[NAME] = [site.breaks_off_after(40_000), site.status(503), site.status(503)]
    with pytest.raises(DownloadError):
        get(server, place)
    assert files_beside(place) == [".part", ".part.json"]
    assert place.with_name(f"{NAME}.part").read_bytes() == BODY[:32_768]
    server.asked.clear()


def test_a_whole_file_lies_at_its_place_with_nothing_beside(server: OfficialServer, place: Path, notes: Notes) -> None:
    assert get(server, place, notes) == Validators('"a"', "Mon, 17 Feb 2025 03:46:00 GMT")
    assert place.read_bytes() == BODY
    assert files_beside(place) == [""]
    assert server.asked[0].accepts == "identity"
    assert notes.received[0] == (16_384, 100_108)
    assert notes.received[-1] == (100_108, 100_108)


# --- Half a file -----------------------------------------------------------------------------------------------------


def test_a_broken_connection_is_resumed(server: OfficialServer, place: Path, notes: Notes) -> None:
    server.faults[NAME] = [site.breaks_off_after(40_000)]
    get(server, place, notes)
    assert place.read_bytes() == BODY
    assert [(asked.status, asked.named) for asked in server.asked] == [
        (200, {}),
        (206, {"Range": "bytes=32768-", "If-Range": '"a"'}),
    ]
    assert notes.problems == ["途中で切れました（32,768／100,108バイト）。"]


def test_the_next_run_resumes_what_an_earlier_one_left(server: OfficialServer, place: Path, notes: Notes) -> None:
    leave_half(server, place)
    get(server, place, notes)
    assert place.read_bytes() == BODY
    assert server.statuses(NAME) == [206]
    assert notes.received[0] == (49_152, 100_108)
    assert files_beside(place) == [""]


def test_a_file_without_a_tag_is_resumed_by_its_date(server: OfficialServer, place: Path) -> None:
    server.put(NAME, BODY, etag="")
    leave_half(server, place)
    get(server, place)
    assert server.asked[0].named["If-Range"] == "Mon, 17 Feb 2025 03:46:00 GMT"
    assert server.statuses(NAME) == [206]
    assert place.read_bytes() == BODY


def test_a_weak_tag_is_no_ground_for_resuming(server: OfficialServer, place: Path) -> None:
    server.put(NAME, BODY, etag='W/"a"', last_modified="")
    leave_half(server, place)
    get(server, place)
    assert server.asked[0].named == {}
    assert place.read_bytes() == BODY


def test_a_file_that_changed_since_the_half_begins_anew(server: OfficialServer, place: Path) -> None:
    leave_half(server, place)
    other = archive("別の内容", size=100_000)
    server.put(NAME, other, etag='"b"', last_modified=site.LATER)
    assert get(server, place) == Validators('"b"', site.LATER)
    assert server.statuses(NAME) == [200]
    assert place.read_bytes() == other


@pytest.mark.parametrize(
    ("headers", "problem"),
    [
        ({}, "届いたZIPファイルが壊れています。"),
        ({"ETag": '"b"'}, MISFIT),
        ({"Last_Modified": site.LATER}, MISFIT),
        ({"Content_Range": "bytes 32767-100107/100108"}, MISFIT),
        ({"Content_Range": "all of it"}, MISFIT),
    ],
)
def test_what_is_not_the_rest_of_the_half_is_not_joined(
    server: OfficialServer, place: Path, notes: Notes, headers: dict[str, str], problem: str
) -> None:
    leave_half(server, place)
    other = archive("別の内容", size=100_000)
    server.put(NAME, other, etag='"b"')
    server.faults[NAME] = [site.continues_regardless(**headers)]
    get(server, place, notes)
    assert notes.problems == [problem]
    assert server.statuses(NAME) == [206, 200]
    assert place.read_bytes() == other


def test_a_rest_in_two_pieces_is_joined(server: OfficialServer, place: Path) -> None:
    leave_half(server, place)
    server.faults[NAME] = [site.continues_with(50_000)]
    get(server, place)
    assert [asked.named["Range"] for asked in server.asked] == ["bytes=32768-", "bytes=82768-"]
    assert place.read_bytes() == BODY


def test_a_rest_that_names_no_version_is_of_the_halfs(server: OfficialServer, place: Path) -> None:
    leave_half(server, place)
    server.faults[NAME] = [site.continues_regardless()]
    assert get(server, place) == Validators('"a"', "Mon, 17 Feb 2025 03:46:00 GMT")
    assert place.read_bytes() == BODY


def test_a_server_that_ignores_range_sends_the_whole(server: OfficialServer, place: Path) -> None:
    leave_half(server, place)
    server.faults[NAME] = [site.ignores_range]
    get(server, place)
    assert server.statuses(NAME) == [200]
    assert place.read_bytes() == BODY


def test_a_half_longer_than_the_file_begins_anew(server: OfficialServer, place: Path, notes: Notes) -> None:
    leave_half(server, place)
    short = archive()
    server.put(NAME, short, etag='"a"')
    get(server, place, notes)
    assert server.statuses(NAME) == [416, 200]
    assert notes.problems == [MISFIT]
    assert place.read_bytes() == short


def test_a_half_of_another_address_or_without_its_note_begins_anew(server: OfficialServer, place: Path) -> None:
    leave_half(server, place)
    note = place.with_name(f"{NAME}.part.json")
    for text in (note.read_text().replace("/2024/", "/2023/"), "{", "[]", "{}"):
        note.write_text(text)
        place.with_name(f"{NAME}.part").write_bytes(BODY[:32_768])
        server.asked.clear()
        get(server, place)
        assert [asked.named for asked in server.asked] == [{}]
        assert place.read_bytes() == BODY


def test_a_stalled_connection_is_given_up_and_resumed(server: OfficialServer, place: Path) -> None:
    server.faults[NAME] = [site.stalls_after(40_000)]
    assert Downloader(Notes(), SOON_BORED).get(url(server), place)
    assert server.asked[1].named["Range"] == "bytes=32768-"
    assert place.read_bytes() == BODY


# --- Lies ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("difference", "problem"),
    [(+1000, "途中で切れました（98,304／101,108バイト）。"), (-1000, "届いたZIPファイルが壊れています。")],
)
def test_a_wrong_length_is_tried_again(
    server: OfficialServer, place: Path, notes: Notes, difference: int, problem: str
) -> None:
    server.faults[NAME] = [site.claims_more_by(difference)]
    get(server, place, notes)
    assert notes.problems == [problem]
    assert place.read_bytes() == BODY


@pytest.mark.parametrize("difference", [+1000, -1000, -len(BODY)])
def test_a_length_that_stays_wrong_never_gives_a_file(server: OfficialServer, place: Path, difference: int) -> None:
    server.faults[NAME] = [site.claims_more_by(difference)] * 3
    with pytest.raises(DownloadError):
        get(server, place)
    assert not place.exists()
    assert len(server.asked) == 3


def test_a_page_with_status_200_is_no_archive(server: OfficialServer, place: Path) -> None:
    place.write_bytes(b"what lay here")
    page = "<!doctype html><p>ただいまメンテナンス中です".encode()
    server.faults[NAME] = [site.body(page, Content_Type="text/html; charset=utf-8")]
    with pytest.raises(DownloadError, match=r"^ZIPファイルではないものが返されました（text/html; charset=utf-8）。$"):
        get(server, place)
    assert place.read_bytes() == b"what lay here"
    assert files_beside(place) == [""]


def test_an_archive_without_a_file_in_it_is_none(server: OfficialServer, place: Path) -> None:
    server.put(NAME, b"PK\x05\x06" + bytes(18))
    with pytest.raises(DownloadError, match="ZIPファイルではない"):
        get(server, place)


def test_a_wrong_check_sum_is_found(server: OfficialServer, place: Path) -> None:
    server.put(NAME, BODY[:5000] + b"x" + BODY[5001:])
    with pytest.raises(DownloadError, match=r"^届いたZIPファイルが壊れています。$"):
        get(server, place)
    assert files_beside(place) == []


def test_a_compressed_copy_gives_the_file_itself(server: OfficialServer, place: Path) -> None:
    server.faults[NAME] = [site.body(gzip.compress(BODY), Content_Encoding="gzip", ETag='"a"')]
    assert get(server, place) == Validators()
    assert place.read_bytes() == BODY


EVERY_FAULT = (
    site.good,
    site.ignores_range,
    site.ends_without_answer,
    site.breaks_off_after(0),
    site.breaks_off_after(20_000),
    site.breaks_off_after(90_000),
    site.claims_more_by(-50_000),
    site.claims_more_by(+1),
    site.status(500),
    site.status(416),
    site.body(b"<p>", Content_Type="text/html"),
    site.body(BODY[:70_000], ETag='"a"'),
)


@given(runs=st.lists(st.tuples(st.booleans(), st.lists(st.sampled_from(EVERY_FAULT), max_size=3)), max_size=4))
@settings(max_examples=60, deadline=None)
def test_whatever_happens_the_file_is_whole_or_not_there(runs: list[tuple[bool, list[site.Fault]]]) -> None:
    bodies = [BODY, archive("別の内容", size=120_000)]
    with official_server() as server, TemporaryDirectory() as folder:
        place = Path(folder) / NAME
        for is_replaced, faults in [*runs, (False, [])]:
            bodies = bodies[::-1] if is_replaced else bodies
            server.put(NAME, bodies[0])
            server.faults[NAME] = list(faults)
            with suppress(DownloadError):
                get(server, place)
                assert place.read_bytes() == bodies[0]
            assert not place.exists() or place.read_bytes() in bodies
        assert place.read_bytes() == bodies[0]


# --- Errors and redirects --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [500, 503, 429])
def test_what_may_pass_is_tried_again(server: OfficialServer, place: Path, notes: Notes, number: int) -> None:
    server.faults[NAME] = [site.status(number)]
    get(server, place, notes)
    assert place.read_bytes() == BODY
    assert notes.problems == [f"サーバーがエラーを返しました（{number}）。"]


@pytest.mark.parametrize(("number", "tries"), [(500, 3), (404, 1), (403, 1), (204, 1), (206, 1), (304, 1)])
def test_an_error_that_stays_is_an_error(server: OfficialServer, place: Path, number: int, tries: int) -> None:
    server.faults[NAME] = [site.status(number)] * 3
    with pytest.raises(DownloadError, match=str(number)):
        get(server, place)
    assert len(server.asked) == tries
    assert files_beside(place) == []


def test_a_connection_closed_without_an_answer_is_tried_again(server: OfficialServer, place: Path) -> None:
    server.faults[NAME] = [site.ends_without_answer]
    get(server, place)
    assert place.read_bytes() == BODY


def test_a_redirect_within_the_host_is_followed(server: OfficialServer, place: Path) -> None:
    server.put("moved.zip", BODY, etag='"moved"')
    server.faults[NAME] = [site.status(302, Location="/files/2024/rs/moved.zip")]
    assert get(server, place) == Validators('"moved"', site.LAST_MODIFIED)
    assert place.read_bytes() == BODY


@pytest.mark.parametrize(
    "target", ["http://localhost:{port}/x.zip", "http://127.0.0.1:1/x.zip", "https://127.0.0.1/", "ftp:/x"]
)
def test_a_redirect_to_elsewhere_is_not(server: OfficialServer, place: Path, target: str) -> None:
    location = target.format(port=server.server_port)
    server.faults[NAME] = [site.status(302, Location=location)]
    with pytest.raises(DownloadError) as caught:
        get(server, place)
    assert str(caught.value) == f"ほかの場所に転送されました：{location}"
    assert len(server.asked) == 1


def test_a_redirect_to_what_is_no_address_is_an_error(server: OfficialServer, place: Path) -> None:
    server.faults[NAME] = [site.status(302, Location="http://[")] * 3
    with pytest.raises(DownloadError, match=r"^サーバーの応答を読めません"):
        get(server, place)


def test_redirects_without_end_are_not_followed(server: OfficialServer, place: Path) -> None:
    server.faults[NAME] = [site.status(302, Location="")] + [site.status(301, Location=url(server))] * 9
    with pytest.raises(DownloadError, match=r"^転送が繰り返されています。$"):
        get(server, place)


# --- The version that is known ---------------------------------------------------------------------------------------


def test_the_known_version_is_not_sent_again(server: OfficialServer, place: Path) -> None:
    known = get(server, place)
    assert get(server, place, unless=known) is None
    assert server.asked[1].named == {"If-None-Match": '"a"', "If-Modified-Since": "Mon, 17 Feb 2025 03:46:00 GMT"}
    assert server.statuses(NAME) == [200, 304]


def test_a_server_that_ignores_conditions_is_believed_by_tag_and_size(server: OfficialServer, place: Path) -> None:
    known = get(server, place)
    server.faults[NAME] = [site.ignores_range, site.claims_more_by(-1000), site.good]
    assert get(server, place, unless=known) is None
    assert get(server, place, unless=known) is None
    assert server.statuses(NAME) == [200, 200, 200, 304]


def test_without_a_tag_the_same_size_is_not_the_same_version(server: OfficialServer, place: Path) -> None:
    server.put(NAME, BODY, etag="")
    known = get(server, place)
    other = archive("別", size=100_000)
    assert len(other) == len(BODY)
    server.put(NAME, other, etag="", last_modified=site.LATER)
    get(server, place, unless=known)
    assert place.read_bytes() == other


# --- The disk --------------------------------------------------------------------------------------------------------


def test_a_full_disk_is_said_and_not_tried_again(server: OfficialServer, place: Path) -> None:
    place.write_bytes(b"what lay here")
    place.with_name(f"{NAME}.part").symlink_to("/dev/full")
    with pytest.raises(StorageError, match=r"^保存できません：No space left on device$"):
        get(server, place)
    assert place.read_bytes() == b"what lay here"
    assert len(server.asked) == 1


def test_a_folder_that_is_gone_is_said(server: OfficialServer, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"^保存できません：No such file or directory$"):
        get(server, tmp_path / "gone" / NAME)
