"""What nobody can have written is answered before any desk reads it: a NUL in an address, a query, a form or a cookie.
No database keeps one; PostgreSQL answers it with an error of its own. And what is larger than any form of ours is not read at all:
it would lie on the disk first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import UnreadablePostError

from huanliu.portal.front.views import bad_request, too_large

NUL = "\x00"
# Beside the one paper that a form may bring.
FORM_BYTES = 1_000_000


class Legible:
    """400 for a text that is none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Such a cookie is as good as none: nobody is shut out by what lies in their browser.
        for name in [name for name, value in request.COOKIES.items() if NUL in name + value]:
            del request.COOKIES[name]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Once the languages are known and before the view. The API reads what it is sent itself, and answers as JSON."""
        if getattr(view, "csrf_exempt", False):
            return None
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.PAPER_MAX_BYTES + FORM_BYTES:
            return too_large(request)
        if NUL in request.path or any(NUL in text for form in (request.GET, _posted(request)) for text in _texts(form)):
            return bad_request(request)
        return None


def _posted(request: HttpRequest) -> QueryDict:
    try:
        return request.POST
    except UnreadablePostError:
        # Whoever sent it has gone.
        return QueryDict()


def _texts(form: QueryDict) -> Iterator[str]:
    for name, values in form.lists():
        yield name
        # Django lets a list hold what is not text; a form never does.
        yield from (value for value in values if isinstance(value, str))
