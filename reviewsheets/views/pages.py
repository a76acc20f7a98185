"""The pages around the sheets: about, health."""

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Terms, sources and method."""
    return render(request, "about.html")


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """The application answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def no_shortcut(request: HttpRequest, shortcut: str) -> HttpResponse:
    """An address that leads nowhere, whoever asks."""
    raise Http404
