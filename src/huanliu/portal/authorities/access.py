"""Who is an officer, and of what. Every desk of officers stands behind `officer_required`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from huanliu.portal.authorities.models import Officer
from huanliu.portal.front import second_factor
from huanliu.portal.front.templatetags.words import plainly
from huanliu.portal.people.models import User

View = Callable[..., HttpResponse]


def post_of(user: Any) -> Officer | None:
    """The post that somebody holds now."""
    if not getattr(user, "is_authenticated", False):
        return None
    return Officer.objects.filter(user=user, ended=None).select_related("user").first()


def is_officer(user: Any) -> bool:
    """Whether somebody acts for an authority."""
    return post_of(user) is not None


def officers_of(authority: str, layer: str | None = None) -> list[Officer]:
    """The officers of an authority, those of one layer where it is named."""
    found = Officer.objects.filter(authority=authority, ended=None).select_related("user").order_by("pk")
    return list(found if layer is None else found.filter(layer=layer))


def officer_of(administrator: Officer, public: str) -> Officer:
    """An officer of an administrator's own authority who serves now. Any other is not even there."""
    found = Officer.objects.filter(public=public, authority=administrator.authority, ended=None)
    officer = found.select_related("user").first()
    if officer is None:
        raise Http404
    return officer


def other_officer_of(administrator: Officer, public: str) -> Officer:
    """The same, and never oneself: nobody gives himself a role, and an authority is not left without an administrator."""
    officer = officer_of(administrator, public)
    if officer.pk == administrator.pk:
        raise PermissionDenied
    return officer


def account_named(email: str) -> User | None:
    """Somebody with an account, by e-mail address."""
    return User.objects.filter(email=email.lower(), is_active=True).first()


def has_second_factor(user: User) -> bool:
    """Whether somebody signs in with more than a password."""
    return second_factor.has(user)


def officer_required(*roles: str) -> Callable[[View], View]:
    """Only for officers, with a second factor, who hold one of the roles (any, where none is named)."""

    def guarded(view: View) -> View:
        @wraps(view)
        @login_required
        def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            post = post_of(request.user)
            if post is None or (roles and not post.roles & set(roles)):
                raise PermissionDenied
            if not has_second_factor(post.user):
                messages.warning(request, plainly("authorities.second_factor_first"))
                return redirect("mfa_index")
            return view(request, post, *args, **kwargs)

        return guard

    return guarded
