"""Addresses of the API: its page for people, and everything else for machines."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, re_path

from huanliu.portal.api import asking, cases, law, papers, views
from huanliu.portal.api import filing as filing  # writes to the same addresses
from huanliu.portal.api.door import api, too_large, wrong

View = Callable[..., HttpResponseBase]

for router in (asking.router, law.router, cases.router, papers.router):
    api.add_router("", router)


def at_the_door(view: View) -> View:
    """The same, also for whoever asks for the head of an answer alone: the server leaves the body out. What is larger than any
    paper is not read at all: it would lie on the disk first."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if too_large(request):
            return wrong("nothing as large as that is taken in", "BodyTooLargeError", 413)
        if request.method == "HEAD":
            request.method = "GET"
        return view(request, *args, **kwargs)

    return asked


operations, app, namespace = api.urls
for operation in operations:
    operation.callback = at_the_door(cast(View, operation.callback))


urlpatterns = [
    path("v1/docs", views.docs, name="api_docs"),
    path("v1/", (operations, app, namespace)),
    re_path("", views.nowhere, name="api_nowhere"),
]
