"""The headers of every answer, made once for a process. No script, style, picture or form leaves the site; personal pages are kept by nobody."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import NONE, SELF
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse

POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
}
# A page with nobody's data on it may say so itself.
KEPT_BY_NOBODY = "no-store"


class Headers:
    """Content-Security-Policy, Cache-Control and Permissions-Policy where a view did not set its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        # The same for every page: django-csp's own middleware puts it together anew for each.
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Cache-Control", KEPT_BY_NOBODY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if request.META.get("REQUEST_METHOD") == "HEAD" and not response.streaming:
            # Its head says how long the answer would be; web servers complain of a body that is sent all the same.
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response
