"""Whether the reader is an officer: the navigation asks, on every page of somebody who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from huanliu.portal.authorities.access import post_of


def post(request: HttpRequest) -> dict[str, Any]:
    """The reader's post, looked up only where a page asks."""
    return {"officer_post": SimpleLazyObject(lambda: post_of(getattr(request, "user", None)))}
