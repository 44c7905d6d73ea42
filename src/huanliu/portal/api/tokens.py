"""Who holds a token, and what it may do. The people desk makes and keeps tokens; here they are only looked up."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from huanliu.portal.people.access import token_for
from huanliu.portal.people.acts import SCOPES, note_use
from huanliu.portal.people.models import User

LONGEST = 200


def legible(text: str) -> bool:
    """Whether this could be a token: nothing else reaches the database, which refuses some characters with an error."""
    return 0 < len(text) <= LONGEST and text.isascii() and text.isprintable()


class Scoped(HttpBearer):
    """A token with a scope: 401 without a token, 403 with one that reaches other things only."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """The person."""
        if not legible(token):
            return None
        found = token_for(token, self.scope)
        if found is not None:
            note_use(found)
            return found.user
        if any(token_for(token, other) for other in SCOPES if other != self.scope):
            raise HttpError(403, f"this token may not do that: it lacks the scope {self.scope!r}")
        return None
