"""A person's own cases, read with a token. What is somebody else's is not there."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from huanliu.portal.api import shapes, told
from huanliu.portal.api.door import answer
from huanliu.portal.api.limits import Limit
from huanliu.portal.api.tokens import Scoped
from huanliu.portal.cases.access import cases_of, own_case
from huanliu.portal.cases.models import Case, Task
from huanliu.portal.cases.timeline import Line
from huanliu.portal.cases.timeline import timeline as lines_of
from huanliu.portal.people.models import User
from huanliu.portal.words import say

router = Router(tags=["cases"], throttle=[Limit("read")], auth=Scoped("cases"))
ANSWERS: dict[Any, Any] = {401: told.Wrong, 403: told.Wrong, **told.WRONG}


class Spoken(Schema):
    """In which language."""

    lang: shapes.Lang = "en"


def holder_of(request: HttpRequest) -> User:
    """Whose token this is."""
    found: User = request.auth  # type: ignore[attr-defined]
    return found


def known(name: str) -> str:
    """A public id, or nothing: no other text reaches the database."""
    if not (len(name) == 22 and name.isascii() and name.replace("-", "").replace("_", "").isalnum()):
        raise Http404
    return name


def plain_case(found: Case, lang: str) -> dict[str, Any]:
    """A case as JSON values."""
    return {
        "id": found.public,
        "journey": found.journey,
        "title": found.title_text.in_language(lang),
        "state": found.state,
        "on": found.on,
        "filed": found.filed.isoformat(),
        "changed": found.changed.isoformat(),
    }


def plain_task(found: Task, lang: str) -> dict[str, Any]:
    """A task as JSON values. `finding` is what the engine said when the case was filed; it decides nothing."""
    return {
        "id": found.public,
        "title": found.title_text.in_language(lang),
        "provision": found.provision,
        "authority": found.authority,
        "state": found.state,
        "finding": found.status,
        "discretionary": found.discretionary,
        "due": found.due,
        "decided": None if found.decided_at is None else found.decided_at.isoformat(),
    }


def whole_case(found: Case, lang: str) -> dict[str, Any]:
    """A case with its tasks."""
    return {**plain_case(found, lang), "tasks": [plain_task(each, lang) for each in found.tasks.all()]}


def plain_line(line: Line, lang: str) -> dict[str, Any]:
    """A line of the timeline as JSON values."""
    return {
        "at": line.at.isoformat(),
        "what": say(line.event_key, lang.lower()),
        "who": line.who,
        "authority": line.authority or None,
        "task": None if line.title is None else line.title.in_language(lang),
    }


@router.get("/cases", response={200: list[told.Row], **ANSWERS}, operation_id="cases")
def cases(request: HttpRequest, spoken: Annotated[Spoken, Query()]) -> HttpResponse:
    """Your cases, the newest first."""
    return answer([plain_case(each, spoken.lang) for each in cases_of(holder_of(request))])


@router.get("/cases/{name}", response={200: told.Row, **ANSWERS}, operation_id="case")
def case(request: HttpRequest, name: str, spoken: Annotated[Spoken, Query()]) -> HttpResponse:
    """One case of yours with its tasks."""
    return answer(whole_case(own_case(holder_of(request), known(name)), spoken.lang))


@router.get("/cases/{name}/timeline", response={200: list[told.Row], **ANSWERS}, operation_id="timeline")
def timeline(request: HttpRequest, name: str, spoken: Annotated[Spoken, Query()]) -> HttpResponse:
    """What happened in a case, the newest first."""
    found = own_case(holder_of(request), known(name))
    return answer([plain_line(line, spoken.lang) for line in lines_of(found)])
