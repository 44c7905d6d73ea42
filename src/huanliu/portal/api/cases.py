"""A person's own cases, read with a token. What is somebody else's is not there."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from huanliu.portal.api import told
from huanliu.portal.api.door import answer, wrong
from huanliu.portal.api.limits import Limit
from huanliu.portal.api.tokens import Scoped
from huanliu.portal.people.models import User

router = Router(tags=["cases"], throttle=[Limit("read")], auth=Scoped("cases"))
ANSWERS: dict[Any, Any] = {401: told.Wrong, 403: told.Wrong, **told.WRONG}


class ClosedError(Exception):
    """The cases desk does not tell its cases to programs."""


def desk() -> Any:
    """The cases desk's own account of its cases: `cases_of(user)`, `case_of(user, name)`, `timeline_of(user, name)`, each as
    JSON values; Http404 for what is not this user's. Raises ClosedError while it has none."""
    try:
        return import_module("huanliu.portal.cases.plain")
    except ModuleNotFoundError:
        raise ClosedError from None


def holder_of(request: HttpRequest) -> User:
    """Whose token this is."""
    found: User = request.auth  # type: ignore[attr-defined]
    return found


def served(request: HttpRequest, what: str, *arguments: str) -> HttpResponse:
    """What the desk says."""
    try:
        return answer(getattr(desk(), what)(holder_of(request), *arguments))
    except ClosedError:
        return wrong("cases are not told to programs here yet", "ClosedError", 503)


def known(name: str) -> str:
    """A public id, or nothing: no other text reaches the database."""
    if not (len(name) == 22 and name.isascii() and name.replace("-", "").replace("_", "").isalnum()):
        raise Http404
    return name


@router.get("/cases", response={200: list[told.Row], **ANSWERS}, operation_id="cases")
def cases(request: HttpRequest) -> HttpResponse:
    """Your cases, the newest first."""
    return served(request, "cases_of")


@router.get("/cases/{name}", response={200: told.Row, **ANSWERS}, operation_id="case")
def case(request: HttpRequest, name: str) -> HttpResponse:
    """One case of yours with its tasks."""
    return served(request, "case_of", known(name))


@router.get("/cases/{name}/timeline", response={200: list[told.Row], **ANSWERS}, operation_id="timeline")
def timeline(request: HttpRequest, name: str) -> HttpResponse:
    """What happened in a case, in order."""
    return served(request, "timeline_of", known(name))
