"""Whether a page must say that what it shows is invented."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from huanliu.portal.front.mark import invented


def demonstration(request: HttpRequest) -> dict[str, Any]:
    """Looked up only where a page asks, and never in production."""
    return {"demonstration": False if settings.PRODUCTION else SimpleLazyObject(invented)}
