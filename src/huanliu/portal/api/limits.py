"""How much anybody may ask of the API, by address, in each process. One table, each line with its reason."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from huanliu.portal.front.limits import MINUTE, hurries

# Questions a minute and address, in each worker process.
LIMITS = {
    "read": (300, "a list is some milliseconds; a program may copy the whole law"),
    "ask": (120, "a person answers a question every few seconds; a whole office may share one address"),
    "search": (12, "a search for recourse holds a core for some seconds"),
}


class Limit(BaseThrottle):
    """One line of the table."""

    def __init__(self, name: str) -> None:
        self.name = name

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether there is still room in this minute. Nothing is kept but a digest of the address."""
        return not hurries(f"api {self.name}", request, LIMITS[self.name][0])

    def wait(self) -> float:
        """After how many seconds to ask again."""
        return MINUTE
