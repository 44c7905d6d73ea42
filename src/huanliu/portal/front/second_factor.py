"""The second factor: who must have one, and views that open only to somebody who has just shown who they are.

A desk that knows people with power over others says so once, in its AppConfig.ready: `second_factor.concerns(is_officer)`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from huanliu.portal import words
from huanliu.portal.front.templatetags.words import page_language

View = Callable[..., HttpResponse]
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_concerned: list[Callable[[Any], bool]] = []


def concerns(check: Callable[[Any], bool]) -> None:
    """Whoever the check holds for must have a second factor, and shorter sessions."""
    if check not in _concerned:
        _concerned.append(check)


def must_have(user: Any) -> bool:
    """Does a desk ask a second factor of this user?"""
    return any(check(user) for check in _concerned)


def has(user: Any) -> bool:
    """Has the user set one up?"""
    return bool(is_mfa_enabled(user, types=FACTORS))


def shown(request: HttpRequest) -> bool:
    """Was it shown in this session? A passkey by itself is two factors: the key, and the finger or PIN that opens it."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def required(view: View) -> View:
    """A view for whoever has shown a second factor: others are led to sign in, to set one up, or to show it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(_back(request))
        if not has(request.user):
            messages.warning(request, words.say("signin.factor_needed", page_language()))
            return redirect("mfa_index")
        if not shown(request):
            return redirect(f"{_where_shown(request.user)}?{urlencode({'next': _back(request)})}")
        return view(request, *args, **kwargs)

    return guarded


def _back(request: HttpRequest) -> str:
    """The page to come back to: the one that was asked for, or, where a button was pressed, the one on which it stands."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    page = urlsplit(request.headers.get("Referer", ""))
    back = urlunsplit(("", "", page.path, page.query, ""))
    ours = page.netloc == request.get_host() and url_has_allowed_host_and_scheme(back, None)
    return back if ours else reverse("front:home")


def _where_shown(user: Any) -> str:
    by_code = is_mfa_enabled(user, types=[Authenticator.Type.TOTP])
    return reverse("mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn")


def listen() -> None:
    """Who sets up the first factor has shown it: nobody is asked for it again a moment later."""
    authenticator_added.connect(_first_shown, dispatch_uid="huanliu.first_shown")


def _first_shown(request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    factors = Authenticator.objects.filter(user=user, type__in=FACTORS)
    if authenticator.type in FACTORS and not factors.exclude(pk=authenticator.pk).exists():
        record_authentication(request, user, method="mfa", type=authenticator.type)


def step_up(view: View) -> View:
    """A view that exports, deletes, hands out tokens or changes how one signs in: only minutes after showing who one is."""
    guarded: View = reauthentication_required(view)

    @wraps(view)
    def signed_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return guarded(request, *args, **kwargs)

    return signed_in
