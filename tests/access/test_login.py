"""Login attempts are limited: for one name from one address."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from reviewsheets.access import Role
from reviewsheets.settings import address_behind_proxy
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
OFFICE, STRANGER = "192.0.2.10", "198.51.100.7"


@pytest.fixture(autouse=True)
def limited(settings: Settings) -> None:
    settings.AXES_ENABLED = True


def log_in(client: Client, password: str, *, username: str = "tanaka", address: str = OFFICE) -> HttpResponse:
    """One attempt at the admin's login page."""
    form = {"username": username, "password": password, "next": "/admin/"}
    return client.post("/admin/login/", form, REMOTE_ADDR=address)


def test_sixth_attempt_is_refused_even_with_the_right_password(client: Client) -> None:
    make_user(Role.ADMINISTRATOR, username="tanaka")
    answers = [log_in(client, "誤り").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    refused = log_in(client, PASSWORD)
    assert refused.status_code == 429
    assert "誤ったパスワードが5回続いたため" in refused.content.decode()
    assert "15分後" in refused.content.decode()
    assert timedelta(hours=settings.AXES_COOLOFF_TIME) == timedelta(minutes=15)


def test_another_address_and_another_name_are_not_refused(client: Client) -> None:
    make_user(Role.ADMINISTRATOR, username="tanaka")
    make_user(Role.ADMINISTRATOR, username="suzuki")
    for _ in range(6):
        log_in(client, "誤り", address=STRANGER)
    assert log_in(client, PASSWORD, address=OFFICE).status_code == 302
    assert log_in(Client(), PASSWORD, username="suzuki", address=STRANGER).status_code == 302
    assert log_in(Client(), PASSWORD, address=STRANGER).status_code == 429


def test_a_right_password_starts_the_count_anew(client: Client) -> None:
    make_user(Role.ADMINISTRATOR, username="tanaka")
    for _ in range(4):
        log_in(client, "誤り")
    assert log_in(client, PASSWORD).status_code == 302
    assert [log_in(client, "誤り").status_code for _ in range(4)] == [200, 200, 200, 200]


def test_behind_a_proxy_the_address_is_the_one_it_added(client: Client, settings: Settings) -> None:
    settings.AXES_CLIENT_IP_CALLABLE = address_behind_proxy
    make_user(Role.ADMINISTRATOR, username="tanaka")

    def attempt(password: str, forwarded: str) -> int:
        form = {"username": "tanaka", "password": password, "next": "/admin/"}
        return client.post("/admin/login/", form, headers={"X-Forwarded-For": forwarded}).status_code

    for number in range(6):
        attempt("誤り", f"203.0.113.{number}, {STRANGER}")  # the first is the stranger's own invention
    assert attempt(PASSWORD, f"203.0.113.99, {STRANGER}") == 429
    assert attempt(PASSWORD, OFFICE) == 302


def test_without_the_proxys_header_the_address_is_the_connections() -> None:
    assert address_behind_proxy(RequestFactory().get("/", REMOTE_ADDR=OFFICE)) == OFFICE
