"""What production needs before it starts, read from outside as the operator sees it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reviewsheets import settings

TOP = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "REVIEWSHEETS_ENV": "production",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFG",
    "ALLOWED_HOSTS": "review.example.go.jp",
    "DATABASE_URL": "sqlite:///unused.sqlite3",
}
# What a test run's own shell or database choice would otherwise bring in.
OURS = {*PRODUCTION, "DEBUG", "TRUSTED_PROXY", "HSTS_SECONDS", "REVIEWSHEETS_VAR", "DJANGO_ALLOW_ASYNC_UNSAFE"}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """manage.py in a process of its own, with nothing of ours set but `environment`."""
    outside = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "manage.py", *arguments],
        cwd=TOP,
        env=outside | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def setting(name: str, **environment: str) -> str:
    """A setting as that environment makes it."""
    code = f"from django.conf import settings; print(settings.{name})"
    result = manage("shell", "--no-imports", "--command", code, **environment)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_production_passes_the_deployment_check_without_a_warning() -> None:
    result = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (result.stderr, result.returncode) == ("", 0)
    assert result.stdout.strip() == "System check identified no issues (0 silenced)."


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_production_does_not_start_without(name: str, value: str | None) -> None:
    environment = {key: text for key, text in PRODUCTION.items() if key != name}
    result = manage("check", **environment, **({} if value is None else {name: value}))
    assert result.returncode == 1
    assert f"{name} must be set when REVIEWSHEETS_ENV=production" in result.stderr


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({**PRODUCTION, "DEBUG": "1"}, "it is refused in production"),
        ({**PRODUCTION, "DEBUG": "ja"}, "DEBUG must be 1 or 0, not 'ja'"),
        ({**PRODUCTION, "HSTS_SECONDS": "long"}, "HSTS_SECONDS must be a whole number, not 'long'"),
        ({"REVIEWSHEETS_ENV": "prod"}, "REVIEWSHEETS_ENV must be local or production, not 'prod'"),
    ],
)
def test_a_wrong_value_is_named(environment: dict[str, str], message: str) -> None:
    result = manage("check", **environment)
    assert result.returncode == 1
    assert message in result.stderr


def test_without_any_variable_it_runs_on_this_machine_alone(tmp_path: Path) -> None:
    assert setting("ALLOWED_HOSTS", REVIEWSHEETS_VAR=str(tmp_path)) == "['localhost', '127.0.0.1', '[::1]']"
    key_file = tmp_path / "secret-key"
    assert setting("SECRET_KEY", REVIEWSHEETS_VAR=str(tmp_path)) == key_file.read_text()
    assert len(key_file.read_text()) >= 50
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_two_processes_that_start_at_once_share_one_whole_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, others = tmp_path / "secret-key", []

    def key_of(_size: int) -> str:
        if not others:  # the other process starts while this one makes its key
            others.append("")
            others.append(settings.local_secret_key(path))
            return "the later one's"
        return "the first one's"

    monkeypatch.setattr("secrets.token_urlsafe", key_of)
    assert [settings.local_secret_key(path), others[1]] == ["the first one's", "the first one's"]
    assert list(tmp_path.iterdir()) == [path]


def test_forwarded_headers_are_believed_only_when_told() -> None:
    assert setting("SECURE_PROXY_SSL_HEADER", **PRODUCTION) == "None"
    trusted = PRODUCTION | {"TRUSTED_PROXY": "1"}
    assert setting("SECURE_PROXY_SSL_HEADER", **trusted) == "('HTTP_X_FORWARDED_PROTO', 'https')"
