"""`fetch_official`: what it prints, when it fails, and that it imports only what came whole."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from reviewsheets.formats.rs_system.files import FILES, archive_name
from reviewsheets.importers.download import Patience
from reviewsheets.management.commands import fetch_official
from tests.importers import official_server as site
from tests.importers.official_server import OfficialServer, archive, official_server

NAMES = [archive_name(code, title, 2024) for code, title in FILES]


@pytest.fixture
def server() -> Iterator[OfficialServer]:
    with official_server() as server:
        for name in NAMES:
            server.put(name, archive("x"), etag='"a"')
        yield server


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_official, "PATIENCE", Patience(waits=(timedelta(0),)))


@pytest.fixture
def imports(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The imports that the command asks for."""
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(fetch_official, "call_command", lambda *words, **options: asked.append(words))
    return asked


def run(server: OfficialServer, *words: str) -> list[str]:
    """The printed lines."""
    output = StringIO()
    try:
        call_command("fetch_official", "--year=2024", f"--base-url={server.address}", *words, stdout=output)
    finally:
        printed = output.getvalue().splitlines()
    return printed


def test_every_archive_has_its_line_and_the_end_sums_up(server: OfficialServer, tmp_path: Path) -> None:
    first, *_others, last, summary = run(server, f"--to={tmp_path}")
    assert first == "1-1_RS_2024_基本情報_組織情報.zip：取得しました（109バイト）"
    assert last == "6-1_RS_2024_その他備考.zip：取得しました（109バイト）"
    assert summary == (f"{tmp_path}：新規 15、差し替え 0、変わりなし 0、失敗 0（取得日時とハッシュは manifest.json）")


def test_a_second_run_says_what_was_replaced(server: OfficialServer, tmp_path: Path) -> None:
    run(server, f"--to={tmp_path}")
    server.put(NAMES[0], archive("新しい版"), etag='"b"')
    first, second, *_others, summary = run(server, f"--to={tmp_path}")
    assert first == "1-1_RS_2024_基本情報_組織情報.zip：差し替えられていたため取り直しました（120バイト）"
    assert second == "1-2_RS_2024_基本情報_事業概要等.zip：変わりありません（109バイト）"
    assert "新規 0、差し替え 1、変わりなし 14、失敗 0" in summary


def test_a_further_try_has_its_line(server: OfficialServer, tmp_path: Path) -> None:
    server.faults[NAMES[0]] = [site.status(503)]
    assert run(server, f"--to={tmp_path}")[0] == (
        "1-1_RS_2024_基本情報_組織情報.zip：サーバーがエラーを返しました（503）。 0秒後にもう一度試します。"
    )


def test_the_folder_is_under_var_unless_named(
    server: OfficialServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    run(server)
    assert (tmp_path / "official" / "2024" / "manifest.json").exists()


def test_what_came_whole_is_imported(server: OfficialServer, tmp_path: Path, imports: list[tuple[str, ...]]) -> None:
    run(server, f"--to={tmp_path}")
    assert imports == []
    run(server, f"--to={tmp_path}", "--import")
    assert imports == [("import_sheets", str(tmp_path))]


def test_a_year_with_a_missing_archive_is_not_imported(
    server: OfficialServer, tmp_path: Path, imports: list[tuple[str, ...]]
) -> None:
    del server.files["4-1_RS_2024_点検・評価.zip"]
    with pytest.raises(CommandError) as caught:
        run(server, f"--to={tmp_path}", "--import")
    assert str(caught.value) == "取得できなかったファイルがあります：4-1_RS_2024_点検・評価.zip"
    assert caught.value.returncode == 1
    assert imports == []


def test_an_address_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"^取得元は https://ホスト/… の形で指定してください：ftp://x$"):
        call_command("fetch_official", "--year=2024", "--base-url=ftp://x", f"--to={tmp_path}")


def test_the_shell_sees_lines_without_a_bar_and_the_exit_code(server: OfficialServer, tmp_path: Path) -> None:
    del server.files[NAMES[0]]
    words = ["fetch_official", "--year=2024", f"--base-url={server.address}", f"--to={tmp_path}"]
    result = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "manage.py", *words], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert result.stdout.splitlines()[0] == (
        "1-1_RS_2024_基本情報_組織情報.zip：取得できません。サーバーにありません（404）。"
    )
    assert result.stderr == "CommandError: 取得できなかったファイルがあります：1-1_RS_2024_基本情報_組織情報.zip\n"


def test_a_terminal_shows_a_bar(server: OfficialServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stderr", terminal)
    server.put(NAMES[0], archive(size=100_000))
    run(server, f"--to={tmp_path}")
    assert "1-1: 100%" in terminal.getvalue()
