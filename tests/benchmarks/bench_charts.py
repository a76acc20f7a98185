"""How soon a reader sees the first chart: Chromium with an empty cache, served as `manage.py serve` serves.

Reads the database that DATABASE_URL names, changes nothing: `DATABASE_URL=… python tests/benchmarks/bench_charts.py`.
From the navigation to the first chart drawn, medians of ROUNDS, on this machine and with its processor slowed four
times. Prints a table; fails where a limit is broken.
"""

import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

TOP = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402 - after the path, as all below

from reviewsheets.management.commands.serve import HOST, WEB, stop  # noqa: E402
from tests.benchmarks.bench_pages import pages  # noqa: E402
from tests.browser.conftest import CHROMIUM, FLAGS  # noqa: E402

ROUNDS = int(os.environ.get("ROUNDS", "9"))
PORT = int(os.environ.get("PORT", "8765"))
PAGES = {"dashboard": "", "list": "", "sheet": "#budget"}  # a sheet has its first chart further down
MOST_SECONDS = {1: 0.7, 4: 1.6}  # by how many times the processor is slowed
START_SECONDS = 30
DRAWN = 'figure[data-chart][data-drawn="true"]'
NOTE_FIRST_CHART = f"""new MutationObserver((_changes, observer) => {{
    if (!document.querySelector('{DRAWN}')) return;
    window.firstChartMilliseconds = performance.now();
    observer.disconnect();
}}).observe(document, {{ subtree: true, attributes: true, attributeFilter: ['data-drawn'] }});"""


@contextmanager
def served() -> Iterator[str]:
    """The server's address: static files collected and compressed in a folder of their own, DEBUG off."""
    with TemporaryDirectory() as folder:
        database = os.environ.get("DATABASE_URL") or f"sqlite:///{TOP / 'var' / 'db.sqlite3'}"
        environment = {**os.environ, "REVIEWSHEETS_VAR": folder, "DATABASE_URL": database, "DEBUG": "0"}
        collecting = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"]
        subprocess.run(collecting, cwd=TOP, env=environment, check=True)  # noqa: S603 - our own words
        web = [sys.executable, *WEB, "--bind", f"{HOST}:{PORT}", "reviewsheets.wsgi:application"]
        server = subprocess.Popen(web, cwd=TOP, env=environment)  # noqa: S603
        try:
            wait_until_healthy(server)
            yield f"http://{HOST}:{PORT}"
        finally:
            stop([server])


def wait_until_healthy(server: "subprocess.Popen[bytes]") -> None:
    """Until it answers."""
    end = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(f"http://{HOST}:{PORT}/health/", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"The server did not start on port {PORT}.")


def first_chart_seconds(browser: Browser, url: str, slowed: int) -> float:
    """From the navigation to the first chart drawn, in a browser that has seen nothing yet."""
    context = browser.new_context(locale="ja-JP", viewport={"width": 1280, "height": 900})
    context.add_init_script(NOTE_FIRST_CHART)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    page.goto(url)
    page.locator(DRAWN).first.wait_for(state="attached")
    milliseconds = page.evaluate("window.firstChartMilliseconds")
    context.close()
    return float(milliseconds) / 1000


def measure(browser: Browser, name: str, url: str, slowed: int) -> bool:
    """Print one line; whether the page keeps the limit."""
    first_chart_seconds(browser, url, 1)
    rounds = [first_chart_seconds(browser, url, slowed) for _ in range(ROUNDS)]
    median, most = statistics.median(rounds), MOST_SECONDS[slowed]
    over = "" if median <= most else " over"
    print(f"| {name} | {slowed} | {median:.2f} | {min(rounds):.2f}-{max(rounds):.2f} | {most} |{over}", flush=True)  # noqa: T201
    return not over


def main() -> None:
    """One line a page and speed."""
    addresses = pages()
    print(f"first chart drawn, seconds, medians of {ROUNDS}; load of the machine {os.getloadavg()[0]:.1f}\n")  # noqa: T201
    print("| page | processor slowed | median | from-to | limit |\n|---|--:|--:|--:|--:|")  # noqa: T201
    # Django would refuse to work beside Playwright's event loop: all questions to the database are asked above.
    with served() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        results = [
            measure(browser, name, base + addresses[name] + place, slowed)
            for slowed in MOST_SECONDS
            for name, place in PAGES.items()
        ]
        browser.close()
    if not all(results):
        raise SystemExit("A limit is broken.")


if __name__ == "__main__":
    main()
