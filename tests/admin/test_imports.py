"""Imports in the admin: upload, check in the worker, report, apply or throw away."""

import hashlib
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviewsheets.access import Role
from reviewsheets.models import BudgetYear, ImportRun, ReviewSheet, SourceFile
from reviewsheets.tasks import imports
from reviewsheets.tasks.uploads import Upload
from tests.admin.uploading import RUNS, act, checked, files_of, page_of, text_of, upload, work, worker
from tests.factories import make_user
from tests.importers.official_files import small_year

State = ImportRun.State


# --- Check, apply, throw away ----------------------------------------------------------------------------------------


def test_page_does_no_work_and_says_that_it_waits(office: Client, archives: list[SimpleUploadedFile]) -> None:
    run = upload(office, archives)
    text = text_of(office, run)
    assert (run.state, run.is_dry_run, str(run.user)) == (State.WAITING, True, "kanri")
    assert "順番を待っています" in text
    assert 'data-refresh-seconds="2"' in text
    assert "反映する" not in text


def test_check_reports_and_changes_nothing(office: Client, archives: list[SimpleUploadedFile]) -> None:
    run = checked(office, archives)
    text = text_of(office, run)
    assert run.state == State.CHECKED
    assert (ReviewSheet.objects.count(), SourceFile.objects.count()) == (0, 0)
    assert '<th scope="row">新しいシート</th><td class="number">3</td>' in text
    assert "まだ何も変えていません" in text
    assert "反映する" in text
    assert 'data-refresh-seconds="0"' in text
    assert Upload(run.folder).is_there


def test_files_stand_with_name_size_and_hash(office: Client, archives: list[SimpleUploadedFile]) -> None:
    content = archives[0].open().read()
    archives[0].seek(0)
    run = upload(office, archives)
    before = text_of(office, run)
    work()
    after = text_of(office, run)
    for text in (before, after):
        assert "1-2_RS_2024_基本情報_事業概要等.zip" in text
        assert hashlib.sha256(content).hexdigest() in text
        assert f'title="{len(content):,} B"' in text or f'title="{len(content)} B"' in text
    assert '<td class="number">4</td>' in after  # the rows of 1-2


def test_apply_applies_and_deletes_the_files(
    office: Client, archives: list[SimpleUploadedFile], upload_dir: Path
) -> None:
    run = checked(office, archives)
    real = act(office, run, "apply", confirmed="1")
    assert (real.pk, real.state, real.is_dry_run) == (run.pk + 1, State.WAITING, False)
    work()
    real.refresh_from_db()
    assert (real.state, str(real.user)) == (State.APPLIED, "kanri")
    assert ReviewSheet.objects.count() == 3
    assert list(upload_dir.iterdir()) == []
    assert page_of(run) in text_of(office, real)
    assert page_of(real) in text_of(office, run)
    assert "確認済み（未反映）</strong>" not in text_of(office, run)
    assert office.get(RUNS).content.decode().count("確認済み（未反映）</td>") == 0
    assert "反映する" not in text_of(office, run)


def test_apply_needs_the_tick(office: Client, archives: list[SimpleUploadedFile]) -> None:
    run = checked(office, archives)
    assert act(office, run, "apply") == run
    assert "確認欄に印を付けてください" in text_of(office, run)


def test_same_files_again_have_nothing_to_apply(office: Client, archives: list[SimpleUploadedFile]) -> None:
    act(office, checked(office, archives), "apply", confirmed="1")
    work()
    for file in archives:
        file.seek(0)
    text = text_of(office, checked(office, archives))
    assert "データベースにあるものと同じで、反映するものはありません" in text
    assert "反映する</" not in text
    assert 'value="反映する"' not in text


def test_changed_cell_is_told_in_the_words_of_the_form(office: Client, tmp_path: Path) -> None:
    year = small_year()
    act(office, checked(office, files_of(year, tmp_path / "old")), "apply", confirmed="1")
    work()
    year.put("2-1", 4, "執行額（合計）", "800000")
    year.put("2-1", 4, "執行率", "0.8")
    text = text_of(office, checked(office, files_of(year, tmp_path / "new")))
    assert "予算額・執行額 2023" in text
    assert '<td class="text">執行額（円）</td><td class="text">900,000</td><td class="text">800,000</td>' in text
    assert BudgetYear.objects.get(sheet__number="101", budget_year=2023).executed_yen == 900_000


@pytest.mark.parametrize(("overwrites", "kept_yen"), [({}, 5), ({"overwrites_edits": "1"}, 800_000)])
def test_hand_edit_is_kept_unless_overwriting_is_chosen(
    office: Client, tmp_path: Path, overwrites: dict[str, str], kept_yen: int
) -> None:
    year = small_year()
    first = checked(office, files_of(year, tmp_path / "old"))
    assert "新しいファイルで上書きする" not in text_of(office, first)
    act(office, first, "apply", confirmed="1")
    work()
    BudgetYear.objects.filter(sheet__number="101", budget_year=2023).update(executed_yen=5)
    year.put("2-1", 4, "執行額（合計）", "800000")
    run = checked(office, files_of(year, tmp_path / "new"))
    assert "手入力と食い違う項目（1）" in text_of(office, run)
    act(office, run, "apply", confirmed="1", **overwrites)
    work()
    assert BudgetYear.objects.get(sheet__number="101", budget_year=2023).executed_yen == kept_yen


def test_overwriting_is_not_taken_without_a_conflict(office: Client, archives: list[SimpleUploadedFile]) -> None:
    run = checked(office, archives)
    assert act(office, run, "apply", confirmed="1", overwrites_edits="1").overwrites_edits is False


def test_bad_file_shows_its_problem(office: Client, tmp_path: Path, upload_dir: Path) -> None:
    year = small_year()
    year.put("2-1", 4, "当初予算（合計）", "五百")
    run = checked(office, files_of(year, tmp_path / "official"))
    text = text_of(office, run)
    assert run.state == State.REFUSED
    cells = text[text.index("<td", text.index("問題（")) :]
    name = "2-1_RS_2024_予算・執行_サマリ.zip"
    assert cells.startswith(f'<td class="text">{name}</td><td class="number">4</td><td class="text">当初予算（合計）')
    assert "五百" in text
    assert ReviewSheet.objects.count() == 0
    assert list(upload_dir.iterdir()) == []
    assert 'value="反映する"' not in text


def test_what_is_no_official_file_is_a_problem(office: Client) -> None:
    run = checked(office, [SimpleUploadedFile("メモ.txt", b"hello")])
    assert run.state == State.REFUSED
    assert "RSシステムのCSVでもJUDGIT!のJSONでもありません" in text_of(office, run)
    assert hashlib.sha256(b"hello").hexdigest() in text_of(office, run)


def test_no_file_is_asked_for(office: Client) -> None:
    assert "ファイルを選んでください" in office.post(f"{RUNS}add/").content.decode()
    assert ImportRun.objects.count() == 0


def test_full_disk_is_told(office: Client, archives: list[SimpleUploadedFile], settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.UPLOAD_DIR = tmp_path / "file"  # no folder can be made in it
    text = office.post(f"{RUNS}add/", {"files": archives}).content.decode()
    assert "サーバーに保存できませんでした" in text
    assert ImportRun.objects.count() == 0


def test_discard_deletes_the_files_and_keeps_the_hashes(
    office: Client, archives: list[SimpleUploadedFile], upload_dir: Path
) -> None:
    run = checked(office, archives)
    act(office, run, "discard")
    text = text_of(office, run)
    assert list(upload_dir.iterdir()) == []
    assert "kanriが取り消しました" in text
    assert hashlib.sha256(archives[0].open().read()).hexdigest() in text
    assert "取り消し済み" in office.get(RUNS).content.decode()
    assert act(office, run, "apply", confirmed="1") == run
    assert act(office, run, "restart").state == State.CHECKED


def test_discarded_while_it_waits_is_not_carried_out(office: Client, archives: list[SimpleUploadedFile]) -> None:
    run = upload(office, archives)
    act(office, run, "discard")
    work()
    run.refresh_from_db()
    assert run.started_at is None


# --- Once, and not for ever ------------------------------------------------------------------------------------------


def test_second_apply_is_refused(office: Client, archives: list[SimpleUploadedFile]) -> None:
    run = checked(office, archives)
    real = act(office, run, "apply", confirmed="1")
    assert act(office, run, "apply", confirmed="1") == real
    assert "できませんでした" in text_of(office, real)
    work()
    assert act(office, run, "apply", confirmed="1") == real
    assert ImportRun.objects.filter(state=State.APPLIED).count() == 1


@pytest.mark.parametrize(
    ("state", "times"),
    [(State.WAITING, 1), (State.RUNNING, 0), (State.CHECKED, 0), (State.APPLIED, 0), (State.FAILED, 0)],
)
def test_worker_takes_a_waiting_run_and_no_other(
    office: Client, archives: list[SimpleUploadedFile], monkeypatch: pytest.MonkeyPatch, state: State, times: int
) -> None:
    run = upload(office, archives)
    ImportRun.objects.filter(pk=run.pk).update(state=state)
    carried_out: list[int] = []
    monkeypatch.setattr(imports, "run_import", lambda now, *_rest: carried_out.append(now.pk))
    imports.carry_out.call(run.pk)
    imports.carry_out.call(run.pk)  # a second worker with the same task: the first has not said yet how it ended
    assert carried_out == [run.pk] * times


@pytest.mark.django_db(transaction=True)
def test_two_people_apply_at_once_and_it_is_one_run(archives: list[SimpleUploadedFile]) -> None:
    people = [make_user(Role.ADMINISTRATOR, username=name) for name in ("kanri", "betsu")]
    office = Client()
    office.force_login(people[0])
    run = upload(office, archives)
    worker().run()
    start = threading.Barrier(2)

    def press(person: User) -> None:
        start.wait()
        imports.apply(ImportRun.objects.get(pk=run.pk), person, overwrites_edits=False)
        connection.close()

    threads = [threading.Thread(target=press, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    worker().run()
    assert [str(one.state) for one in ImportRun.objects.filter(is_dry_run=False)] == ["applied"]
    assert ReviewSheet.objects.count() == 3


def leave_running(run: ImportRun) -> None:
    """As a worker leaves it that died a minute ago."""
    long_ago = timezone.now() - timedelta(minutes=1)
    ImportRun.objects.filter(pk=run.pk).update(state=State.RUNNING, started_at=long_ago)


def test_run_whose_worker_died_is_seen_and_started_again(office: Client, archives: list[SimpleUploadedFile]) -> None:
    run = checked(office, archives)
    leave_running(run)
    text = text_of(office, run)
    assert "（worker）が途中で止まりました" in text
    assert "中断" in office.get(RUNS).content.decode()
    assert act(office, run, "restart").state == State.WAITING
    work()
    run.refresh_from_db()
    assert run.state == State.CHECKED


def test_run_with_a_worker_goes_on_and_is_let_alone(office: Client, archives: list[SimpleUploadedFile]) -> None:
    run = checked(office, archives)
    leave_running(run)
    upload_ = Upload(run.folder)
    with upload_.held():
        upload_.teller()("2024 5-1", 30, 120)
        text = text_of(office, run)
        assert "25％ 2024 5-1 を読んでいます" in text
        assert 'data-refresh-seconds="2"' in text
        assert act(office, run, "restart").state == State.RUNNING
        act(office, run, "discard")
    assert Upload(run.folder).is_there


def test_failure_is_said_plainly_and_can_be_started_again(
    office: Client,
    archives: list[SimpleUploadedFile],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def break_down(*_arguments: object) -> None:
        raise RuntimeError("secret inside")

    with monkeypatch.context() as broken:
        broken.setattr("reviewsheets.importers.runs.import_files", break_down)
        run = checked(office, archives)
    text = text_of(office, run)
    assert run.state == State.FAILED
    assert "途中で止まりました。何も変わっていません" in text
    assert "secret inside" not in text
    assert "Traceback" not in text
    assert "secret inside" in caplog.text
    act(office, run, "restart")
    work()
    run.refresh_from_db()
    assert run.state == State.CHECKED


def test_check_before_another_import_is_outdated(office: Client, tmp_path: Path) -> None:
    first, second = (checked(office, files_of(small_year(y), tmp_path / str(y))) for y in (2024, 2025))
    assert "別の取り込みが反映されました" not in text_of(office, second)
    act(office, first, "apply", confirmed="1")
    work()
    assert "別の取り込みが反映されました" in text_of(office, second)
    act(office, second, "restart")
    work()
    assert "別の取り込みが反映されました" not in text_of(office, second)


def test_list_asks_the_same_number_of_queries_for_more_runs(
    office: Client, archives: list[SimpleUploadedFile], django_assert_num_queries: Any
) -> None:
    checked(office, archives)
    with CaptureQueriesContext(connection) as for_one:
        assert "新規 3・変更 0・同じ 0" in office.get(RUNS).content.decode()
    report = ImportRun.objects.get().report
    ImportRun.objects.bulk_create(ImportRun(user=make_user(), report=report) for _ in range(20))
    with django_assert_num_queries(len(for_one)):
        office.get(RUNS)
    assert [query["sql"] for query in for_one if '", "reviewsheets_importrun"."report"' in query["sql"]] == []
