"""A stand-in for the official site on 127.0.0.1: archives as they should be, or as a test wants them spoiled."""

import hashlib
import io
import re
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

LAST_MODIFIED = "Mon, 17 Feb 2025 03:46:00 GMT"
LATER = "Tue, 18 Feb 2025 00:00:00 GMT"


@dataclass(frozen=True)
class Served:
    """A file on the server; a blank tag or date is not sent."""

    body: bytes
    etag: str
    last_modified: str = LAST_MODIFIED


@dataclass(frozen=True)
class Asked:
    """A request and the status it got. `named` are the conditions and the range, `accepts` the encodings it held."""

    name: str
    status: int
    named: dict[str, str]
    accepts: str


class Handler(BaseHTTPRequestHandler):
    """Answers as a well-kept server does, unless a fault is due for the file."""

    server: "OfficialServer"
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # 40 ms an answer
    status = 0

    def do_GET(self) -> None:
        self.name = unquote(self.path).rpartition("/")[2]
        faults = self.server.faults.get(self.name, [])
        served = self.server.files.get(self.name)
        if faults:
            faults.pop(0)(self, served or Served(b"", ""))
        elif served is None or not self.path.startswith(self.server.folder):
            self.answer(404, b"<h1>Not Found</h1>", {"Content-Type": "text/html"})
        else:
            self.serve(served)

    def serve(self, served: Served) -> None:
        """200, 206 for the rest of this version, 304 for a version that is known."""
        known = {served.etag, served.last_modified} - {""}
        start = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        named = {"ETag": served.etag, "Last-Modified": served.last_modified}
        headers = {name: value for name, value in named.items() if value}
        if self.headers.get("If-None-Match", self.headers.get("If-Modified-Since")) in known:
            self.answer(304, b"", headers)
        elif start is None or self.headers.get("If-Range") not in known:
            self.answer(200, served.body, headers)
        elif (at := int(start[1])) >= len(served.body):
            self.answer(416, b"", {"Content-Range": f"bytes */{len(served.body)}"})
        else:
            whole = len(served.body)
            self.answer(206, served.body[at:], headers | {"Content-Range": f"bytes {at}-{whole - 1}/{whole}"})

    def answer(self, status: int, body: bytes, headers: dict[str, str], *, claims: int | None = None) -> None:
        """`claims`: the length that is said, where it is another than the body's."""
        conditions = ("Range", "If-Range", "If-None-Match", "If-Modified-Since")
        named = {name: self.headers[name] for name in conditions if name in self.headers}
        self.server.asked.append(Asked(self.name, status, named, self.headers["Accept-Encoding"]))
        self.send_response(status)
        given = {"Content-Length": str(len(body) if claims is None else claims)} if status != 304 else {}
        for name, value in ({"Content-Type": "application/zip"} | given | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = claims is not None

    def log_message(self, *arguments: object) -> None:
        """The tests read `asked`."""


Fault = Callable[[Handler, Served], None]


def archive(text: str = "シート種別,事業年度\r\n", *, name: str = "1.csv", size: int = 0) -> bytes:
    """A zip with one file in it, padded with spaces to `size` bytes of content; the same bytes every time."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr(zipfile.ZipInfo(name), text.encode().ljust(size))
    return content.getvalue()


class OfficialServer(ThreadingHTTPServer):
    """Serves `files` under /files/2024/rs/; each fault in `faults` spoils one answer, in turn."""

    daemon_threads = True
    folder = "/files/2024/rs/"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, Served] = {}
        self.faults: dict[str, list[Fault]] = {}
        self.asked: list[Asked] = []
        self.closing = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/files"

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader that hangs up is what some tests want; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # passed through as they came

    def put(self, name: str, body: bytes, **fields: str) -> None:
        self.files[name] = Served(body, **{"etag": f'"{hashlib.sha256(body).hexdigest()[:16]}"', **fields})

    def statuses(self, name: str) -> list[int]:
        return [asked.status for asked in self.asked if asked.name == name]


@contextmanager
def official_server() -> Iterator[OfficialServer]:
    """A running server; what stalls in it ends with it."""
    server = OfficialServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


# --- Faults ----------------------------------------------------------------------------------------------------------


def good(handler: Handler, served: Served) -> None:
    """No fault: the answer between two that are spoiled."""
    handler.serve(served)


def breaks_off_after(size: int) -> Fault:
    """So many bytes, then the connection ends."""

    def fault(handler: Handler, served: Served) -> None:
        headers = {"ETag": served.etag, "Last-Modified": served.last_modified}
        headers = {name: value for name, value in headers.items() if value}
        handler.answer(200, served.body[:size], headers, claims=len(served.body))

    return fault


def stalls_after(size: int) -> Fault:
    """So many bytes, then nothing more."""

    def fault(handler: Handler, served: Served) -> None:
        breaks_off_after(size)(handler, served)
        handler.server.closing.wait()

    return fault


def claims_more_by(difference: int) -> Fault:
    """The whole file under a wrong length."""

    def fault(handler: Handler, served: Served) -> None:
        handler.answer(200, served.body, {"ETag": served.etag}, claims=len(served.body) + difference)

    return fault


def status(number: int, **headers: str) -> Fault:
    """An error or a redirect."""

    def fault(handler: Handler, served: Served) -> None:
        handler.answer(number, b"<h1>Error</h1>", {name.replace("_", "-"): value for name, value in headers.items()})

    return fault


def body(content: bytes, **headers: str) -> Fault:
    """Something else with status 200."""

    def fault(handler: Handler, served: Served) -> None:
        handler.answer(200, content, {name.replace("_", "-"): value for name, value in headers.items()})

    return fault


def ignores_range(handler: Handler, served: Served) -> None:
    """The whole file, whatever was asked for."""
    handler.answer(200, served.body, {"ETag": served.etag, "Last-Modified": served.last_modified})


def continues_regardless(**headers: str) -> Fault:
    """The rest of today's file, whatever the half is of; it names no version unless `headers` do."""

    def fault(handler: Handler, served: Served) -> None:
        at, whole = int(handler.headers["Range"][6:-1]), len(served.body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        handler.answer(206, served.body[at:], {"Content-Range": f"bytes {at}-{whole - 1}/{whole}"} | named)

    return fault


def continues_with(size: int) -> Fault:
    """So many bytes of the rest, and says that they are no more."""

    def fault(handler: Handler, served: Served) -> None:
        at, whole = int(handler.headers["Range"][6:-1]), len(served.body)
        content_range = {"Content-Range": f"bytes {at}-{at + size - 1}/{whole}"}
        handler.answer(206, served.body[at : at + size], {"ETag": served.etag} | content_range)

    return fault


def ends_without_answer(handler: Handler, served: Served) -> None:
    """The connection is closed before a word."""
    handler.close_connection = True
