"""The browser tests' own frame: what must fail a test does."""

from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer


def test_admin_login_page_is_clean(page: Page, live_server: LiveServer) -> None:
    response = page.goto(f"{live_server.url}/admin/login/")
    assert response is not None
    assert response.status == 200
    assert page.evaluate("getComputedStyle(document.querySelector('#header')).display") == "flex"
    stylesheet = page.locator("link[rel=stylesheet]").first.get_attribute("href")
    assert stylesheet is not None
    assert (
        page.request.get(live_server.url + stylesheet).headers["cache-control"]
        == "max-age=315360000, public, immutable"
    )


def test_violation_of_the_policy_is_noticed(page: Page, live_server: LiveServer, console_errors: list[str]) -> None:
    page.goto(f"{live_server.url}/admin/login/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    page.locator("p[style]").wait_for()
    assert any(error.startswith("policy violation: style-src") for error in console_errors)
    console_errors.clear()


def test_script_error_is_noticed(page: Page, live_server: LiveServer, console_errors: list[str]) -> None:
    page.goto(f"{live_server.url}/admin/login/")
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('broken') })")
    assert any("broken" in error for error in console_errors)
    console_errors.clear()
