"""How long a session lives, and what ends it. Officers: 30 minutes without a page, 12 hours in all; persons: 2 hours, 14 days."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from attrs import frozen
from django.contrib import messages
from django.contrib.auth import logout
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse

from huanliu.base.clock import now
from huanliu.portal import words
from huanliu.portal.front import second_factor
from huanliu.portal.front.templatetags.words import page_language

# Said when sessions of a user end on other devices: `user`, `why`, `count`. The desk of people writes it down.
ended = Signal()
ELSEWHERE, CHANGED = "from elsewhere", "password or factor changed"
# On a request whose session ended by the clock.
OVER = "huanliu_over"
BEGAN, SEEN, KEY = "huanliu_began", "huanliu_seen", "huanliu_key"
# A session is written at most this often for having been seen: looking at pages does not become a stream of writes.
NOTED_EVERY = 60


@frozen
class Lifetime:
    """How long a session may lie idle, and how long it may last."""

    idle: datetime.timedelta
    whole: datetime.timedelta


OFFICER = Lifetime(datetime.timedelta(minutes=30), datetime.timedelta(hours=12))
PERSON = Lifetime(datetime.timedelta(hours=2), datetime.timedelta(days=14))


class Sessions:
    """Ends a session that has lain idle, or lasted, for too long; the request goes on without it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if over(request):
                setattr(request, OVER, True)
                logout(request)
                messages.info(request, words.say("signin.session_over", page_language()))
            else:
                note(request)
        return self.get_response(request)


def over(request: HttpRequest) -> bool:
    """Has the session of a signed-in user come to its end?"""
    lifetime = OFFICER if second_factor.must_have(request.user) else PERSON
    at = now().timestamp()
    began, seen = request.session.get(BEGAN, at), request.session.get(SEEN, at)
    return bool(at - began > lifetime.whole.total_seconds() or at - seen > lifetime.idle.total_seconds())


def note(request: HttpRequest) -> None:
    """The session was seen: by its own clock, and in the list in which the person sees and ends sessions."""
    at, session = now().timestamp(), request.session
    session.setdefault(BEGAN, at)
    if at - session.get(SEEN, 0) >= NOTED_EVERY or session.get(KEY) != session.session_key:
        session[SEEN], session[KEY] = at, session.session_key
        UserSession.objects.create_from_request(request)


def end_others(request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """Every other session of the user ends: whoever had the old password or factor is out."""
    here = request.session.session_key if request is not None else None
    end(list(UserSession.objects.filter(user=user).exclude(session_key=here)), user, CHANGED)


def end(sessions: list[UserSession], user: Any, why: str) -> None:
    """These sessions, and that it is known."""
    live = [session for session in sessions if session.exists()]
    for session in sessions:
        session.end()
    if live:
        ended.send(sender=UserSession, user=user, why=why, count=len(live))


class Ending(DefaultUserSessionsAdapter):  # type: ignore[misc]
    """A person ends the sessions of other devices."""

    def end_sessions(self, sessions: list[UserSession]) -> None:
        """And it is known."""
        if sessions:
            end(sessions, sessions[0].user, ELSEWHERE)


def listen() -> None:
    """Passwords and factors that change end the other sessions."""
    for signal in (password_changed, password_set, password_reset):
        signal.connect(end_others, dispatch_uid="huanliu.end_others")
    for signal in (authenticator_added, authenticator_removed, authenticator_reset):
        signal.connect(end_others, dispatch_uid="huanliu.end_others")
