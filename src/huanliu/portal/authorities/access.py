"""Who is an officer, and of what. Every desk of officers stands behind `officer_required`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from huanliu.portal.authorities.models import Officer
from huanliu.portal.front import second_factor
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


def officer_required(*roles: str) -> Callable[[View], View]:
    """Only for officers who hold one of the roles (any, where none is named) and have shown their second factor in this session."""

    def guarded(view: View) -> View:
        shown = second_factor.required(view)

        @wraps(view)
        def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            post = post_of(request.user)
            if request.user.is_authenticated and (post is None or (roles and not post.roles & set(roles))):
                raise PermissionDenied
            return shown(request, post, *args, **kwargs)

        return guard

    return guarded
