"""What every test stands on: quick password hashes, open logins, and static files as production serves them."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from reviewsheets.charts.theme import Chart

IN_CI = os.environ.get("CI") == "true"
TOP = Path(__file__).resolve().parent.parent
SHARED_DATA = TOP.parent / "shared" / "data"


@pytest.fixture(scope="session", autouse=True)
def test_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The settings that differ in tests; gives the folder of the collected static files."""
    static_root = tmp_path_factory.mktemp("static")
    with override_settings(
        STATIC_ROOT=static_root,
        WHITENOISE_SKIP_COMPRESS_EXTENSIONS=["css", "js", "json", "svg", "txt", "html", "map"],  # five seconds
        AXES_ENABLED=False,  # its own test turns it on
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield static_root


@pytest.fixture(scope="session", autouse=True)
def charts_that_plotly_knows() -> Iterator[None]:
    """Every chart that a test makes is also built with plotly's classes: a name or value it does not know fails."""
    make = Chart.__init__

    def made(chart: Chart, *args: Any, **fields: Any) -> None:
        make(chart, *args, **fields)
        go.Figure(chart.figure.data, chart.figure.layout)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Chart, "__init__", made)
        yield


@pytest.fixture(scope="session")
def collected_static(test_settings: Path) -> Path:
    """Every static file under its hashed name, so that a page naming a missing one fails."""
    call_command("collectstatic", interactive=False, verbosity=0)
    return test_settings


@pytest.fixture(autouse=True)
def _static_for_pages(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("django_db") or {"client", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("collected_static")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> None:
    """A database of this run alone: two runs do not meet, and SQLite is a file as it is in use."""
    name = tmp_path_factory.mktemp("database") / "test.sqlite3"
    with django_db_blocker.unblock():
        is_sqlite = connection.vendor == "sqlite"
        connection.settings_dict["TEST"]["NAME"] = str(name) if is_sqlite else f"test_reviewsheets_{os.getpid()}"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of the real official files, which lie beside the project and never in it. In CI they must be there."""
    if not SHARED_DATA.is_dir():
        pytest.skip("no official files in ../shared/data")
    return SHARED_DATA


def skip_reasons(reporter: pytest.TerminalReporter) -> Counter[str]:
    """Why tests were skipped, with the number of tests."""
    reports = reporter.stats.get("skipped", [])
    return Counter(report.longrepr[2].removeprefix("Skipped: ") for report in reports)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One plain line on what did not run."""
    parts = [f"{number} × {reason}" for reason, number in skip_reasons(terminalreporter).items()]
    if missing := os.environ.get("REVIEWSHEETS_TESTS_NOT_RUN"):
        parts.append(missing)
    if parts:
        terminalreporter.write_line(f"実行しなかったもの / Not run: {'; '.join(parts)}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing is skipped: a browser, a server or data that is missing is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter and skip_reasons(reporter) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
