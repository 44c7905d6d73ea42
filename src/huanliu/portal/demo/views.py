"""The page of the roles, and entering as one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huanliu.portal.demo import access, entering
from huanliu.portal.demo.acts import password_here
from huanliu.portal.desks.access import first_page


@never_cache
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """As whom one may enter, and how each would sign in by hand."""
    found = [(role, entering.code_now(role)) for role in access.every_role()]
    return render(request, "demo/roles.html", {"roles": found, "password": password_here()})


@require_POST
def enter(request: HttpRequest, role: str) -> HttpResponse:
    """Enter as one, and see first what that one has to do."""
    found = access.role(role)
    entering.enter(request, found)
    return redirect(_first_page(found))


def _first_page(role: access.Role) -> str:
    if role.post is None:
        return "organisations:index" if role.user.memberships.exists() else "people:home"
    return first_page(role.post)
