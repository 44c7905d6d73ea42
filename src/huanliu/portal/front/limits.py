"""Rate limits, in two tables of named limits with their reasons.

A limit is a token bucket for each reader in the database, so that it holds for all processes together; the bucket is changed while
its row is held, so two requests never take the same token. A pace is counted in the memory of each process: it only keeps one
address from taking the process's time. Who is limited is the signed-in person, else the address that the last trusted proxy saw;
neither is stored, only a keyed digest of it. Sign-in, sign-up and new passwords are limited by allauth (settings.py), which counts
in the database too.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from attrs import frozen
from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huanliu.base.clock import now
from huanliu.portal.front.models import Bucket, Count

MINUTE, HOUR, DAY = 60, 3600, 86_400
# A provider hands a household a whole /64 of addresses.
HOUSEHOLD = 64
VIEW = TypeVar("VIEW", bound=Callable[..., HttpResponse])


@frozen
class Limit:
    """So many at once, all of them again after so many seconds, and why."""

    size: int
    seconds: int
    reason: str


# Counted in the database, for all processes together: what somebody does that others must read, keep or pay for.
LIMITS = {
    "obstacle.report": Limit(
        6, HOUR, "a moderator reads every report; nobody meets more than a few obstacles in an hour"
    ),
    "obstacle.support": Limit(60, HOUR, "whoever reads the whole register can say of each entry that it hits them too"),
    "paper": Limit(
        120, HOUR, "a family of six hands in some twenty papers each, once; every one is read and sniffed whole"
    ),
    "filing": Limit(20, HOUR, "each filing opens tasks on the desks of several authorities"),
    "invitation": Limit(30, HOUR, "every invitation is a mail of ours to somebody who did not ask for it"),
    "export": Limit(6, HOUR, "an export reads everything of a person and every paper"),
    "token": Limit(20, DAY, "a person has a few programs"),
}


@frozen
class Pace:
    """So many a minute from one address in each process, and why."""

    most: Callable[[], int]
    reason: str


# Counted in each process: what only costs its time. Whole offices, schools and telephone networks share one address.
PACES = {
    "page": Pace(lambda: settings.PAGES_A_MINUTE, "one address must not take a process from everybody else"),
    "search": Pace(
        lambda: settings.PAGES_A_MINUTE // 20,
        "a search for the least change, or a PDF, holds a core for a second or more",
    ),
}


def unreadable_key(key: str, prefix: str, version: int) -> str:
    """The key of a count. What Django's makers of keys write into it (an address, a code) cannot be read back."""
    return _key("count", f"{prefix}:{version}:{key}")


def hurries(name: str, request: HttpRequest, most: int | None = None) -> bool:
    """Whether this one is more than an address may ask in this minute of this process."""
    limit = PACES[name].most() if most is None else most
    near, key = caches["near"], _key(name, address_of(request))
    near.add(key, 0, MINUTE)
    try:
        return bool(limit) and int(near.incr(key)) > limit
    except ValueError:
        # It ran out between the two lines: a new minute has begun.
        return False


def paced(name: str) -> Callable[[VIEW], VIEW]:
    """A view that one address may not ask for without end; beyond it stands a page that says so and when to come back."""

    def wrapped(view: VIEW) -> VIEW:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if hurries(name, request):
                return _come_back(request, MINUTE)
            return view(request, *args, **kwargs)

        return inner  # type: ignore[return-value]

    return wrapped


def take(name: str, who: str) -> bool:
    """Take one of what somebody may do; False where nothing is left."""
    limit = LIMITS[name]
    with transaction.atomic():
        bucket = _held(_key(name, who), limit)
        passed = max(0.0, (now() - bucket.at).total_seconds())
        tokens = min(float(limit.size), bucket.tokens + passed * limit.size / limit.seconds)
        if tokens < 1:
            return False
        bucket.tokens, bucket.at = tokens - 1, now()
        bucket.save(update_fields=["tokens", "at"])
    return True


def _held(key: str, limit: Limit) -> Bucket:
    """The bucket, held until the transaction ends; a full one where there was none."""
    Bucket.objects.get_or_create(key=key, defaults={"tokens": limit.size, "at": now()})
    return Bucket.objects.select_for_update().get(key=key)


def _key(name: str, who: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{name}:{who}".encode(), hashlib.sha256).hexdigest()


def sweep() -> int:
    """Forget buckets that are full again by now, and counts that are over; how many."""
    longest = max(limit.seconds for limit in LIMITS.values())
    full, _ = Bucket.objects.filter(at__lt=now() - datetime.timedelta(seconds=longest)).delete()
    over, _ = Count.objects.filter(expires__lt=now()).delete()
    return full + over


def who(request: HttpRequest) -> str:
    """Whom a limit is for: the person who is signed in, else the address."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"user {user.public}"
    return f"address {address_of(request)}"


def address_of(request: HttpRequest) -> str:
    """The address as the last trusted proxy saw it. What a client itself writes into X-Forwarded-For stands further left and
    is never read."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    address = seen[-proxies] if 0 < proxies <= len(seen) else request.META.get("REMOTE_ADDR", "")
    return _household(address)


def _household(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unreadable"
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network(f"{found}/{HOUSEHOLD}", strict=False).network_address)


def limited(name: str) -> Callable[[VIEW], VIEW]:
    """A view whose posts are limited; beyond the limit stands a page that says so and when to come back."""

    def wrapped(view: VIEW) -> VIEW:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and not take(name, who(request)):
                return too_many(request, name)
            return view(request, *args, **kwargs)

        return inner  # type: ignore[return-value]

    return wrapped


def too_many(request: HttpRequest, name: str) -> HttpResponse:
    """Too much at once."""
    limit = LIMITS[name]
    return _come_back(request, limit.seconds // limit.size)


def _come_back(request: HttpRequest, seconds: int) -> HttpResponse:
    context = {"title_key": "limits.too_many_title", "text_key": "limits.too_many_text", "status": 429}
    response = render(request, "front/wrong.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response
