"""Who holds a token, and what it may do. The people desk makes and keeps tokens; here they are only looked up."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from huanliu.portal.people.access import token_for
from huanliu.portal.people.acts import SCOPES
from huanliu.portal.people.models import User

LONGEST = 200


def holder(text: str, scope: str) -> User | None:
    """The person whose live token this is, if it reaches a scope."""
    # Nothing but what could be a token reaches the database, which refuses some characters with an error of its own.
    if not 0 < len(text) <= LONGEST or not text.isascii() or not text.isprintable():
        return None
    token = token_for(text, scope)
    return None if token is None else token.user


class Scoped(HttpBearer):
    """A token with a scope: 401 without a token, 403 with one that reaches other things only."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """The person."""
        found = holder(token, self.scope)
        if found is None and any(holder(token, other) for other in SCOPES if other != self.scope):
            raise HttpError(403, f"this token may not do that: it lacks the scope {self.scope!r}")
        return found
