"""A public page that the reader's browser already has, of today's data and this release, is not made again: 304."""

from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from reviewsheets.queries.version import data_version

NEVER_KEPT = {"health", "sheet-preview", "no-shortcut"}  # url names; all other pages of this room are public
_VERSION = "reviewsheets.data_version"  # in META; no header of a request has such a name
_MADE_OF = ("reviewsheets/**/*.py", "reviewsheets/**/*.mo", "templates/**/*", "requirements.txt")


class UnchangedPages:
    """Gives every public page an ETag, and answers 304 to who has it. Stands below the CSRF and language middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if settings.DEBUG:  # templates and static files change while it runs
            raise MiddlewareNotUsed
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        version = request.META.get(_VERSION)
        if version is not None and response.status_code in {200, 304} and not response.has_header("Cache-Control"):
            response.headers["ETag"] = etag(request, version)
            response.headers["Cache-Control"] = "private, no-cache"
            patch_vary_headers(response, ["Cookie", "Accept-Language"])
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """The version is read before the page's data: a page may be newer than its ETag says, never older."""
        if not is_public(request, view):
            return None
        request.META[_VERSION] = version = data_version()
        known = parse_etags(request.headers.get("If-None-Match", ""))
        return HttpResponseNotModified() if etag(request, version) in known else None


def is_public(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """A page of this room that is the same for whoever asks."""
    match = request.resolver_match
    is_ours = view.__module__.startswith(f"{__package__}.")
    return is_ours and request.method in {"GET", "HEAD"} and match is not None and match.url_name not in NEVER_KEPT


def etag(request: HttpRequest, version: str) -> str:
    """All that a page depends on. Weak: its form's token is masked anew each time and works as long as its secret."""
    parts = (
        version,
        release(),
        translation.get_language(),
        request.get_full_path(),
        request.META.get("CSRF_COOKIE", ""),
        *(request.COOKIES.get(name, "") for name in (settings.SESSION_COOKIE_NAME, "messages")),
    )
    return f'W/"{sha256(repr(parts).encode()).hexdigest()[:32]}"'


@cache
def release() -> str:
    """A digest of what pages are made with, the same in every process: code, words, templates, static files' names."""
    digest = sha256(getattr(staticfiles_storage, "manifest_hash", "").encode())
    for path in _files():
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for pattern in _MADE_OF:
        yield from sorted(path for path in settings.BASE_DIR.glob(pattern) if path.is_file())
