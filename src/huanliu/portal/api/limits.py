"""How much anybody may ask of the API. One table, each line with its reason."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

# Questions a minute and address, in each worker process.
LIMITS = {
    "read": (300, "a list is some milliseconds; a program may copy the whole law"),
    "ask": (120, "a person answers a question every few seconds; a whole office may share one address"),
    "search": (12, "a search for recourse holds a core for some seconds"),
}
MINUTE = 60


class Limit(BaseThrottle):
    """One line of the table."""

    def __init__(self, name: str) -> None:
        self.name = name

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether there is still room in this minute. Nothing is kept but a digest of the address."""
        key = f"api:{self.name}:{digest(address(request))}"
        cache.add(key, 0, MINUTE)
        try:
            return int(cache.incr(key)) <= LIMITS[self.name][0]
        except ValueError:
            # It ran out between the two lines: a new minute has begun.
            return True

    def wait(self) -> float:
        """After how many seconds to ask again."""
        return MINUTE


def address(request: HttpRequest) -> str:
    """The address as the last trusted proxy saw it; what a client itself writes into the header counts for nothing."""
    meta: dict[str, Any] = request.META
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    passed = [part.strip() for part in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    return passed[-proxies] if proxies and len(passed) >= proxies else str(meta.get("REMOTE_ADDR", ""))


def digest(text: str) -> str:
    """An address that nobody can read back."""
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]
