"""What a person's program does with the person's own cases, with a token that reaches `cases_write`: draft, file, answer, withdraw.

The acts are those of the pages. A consent is never given here: whoever agrees reads the words first, on a page.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from huanliu.portal.api import shapes, told
from huanliu.portal.api.cases import holder_of, known, plain_task, router, whole_case
from huanliu.portal.api.door import answer, wrong
from huanliu.portal.api.limits import Limit
from huanliu.portal.api.tokens import Scoped
from huanliu.portal.cases import acts
from huanliu.portal.cases.access import open_correction, own_case, own_task
from huanliu.portal.cases.actors import RefusedActError
from huanliu.portal.cases.choosing import Choice
from huanliu.portal.cases.filing import Draft, TaskDraft, draft
from huanliu.portal.cases.models import STATED
from huanliu.portal.consent.access import granted
from huanliu.portal.front.limits import take
from huanliu.portal.names import public_id
from huanliu.portal.words import say

WRITES: dict[str, Any] = {"auth": Scoped("cases_write"), "throttle": [Limit("ask")]}
ANSWERS: dict[Any, Any] = {401: told.Wrong, 403: told.Wrong, 409: told.Wrong, **told.WRONG}


def drafted(asked: shapes.DraftIn) -> Draft:
    """The case that was asked for. What is wrong with its facts is an error with its sentence."""
    choices = {key: Choice(each.door, each.place) for key, each in asked.choices.items()}
    return draft(asked.journey, asked.facts, choices=choices)


def plain_draft(found: Draft, held: frozenset[str], lang: str) -> dict[str, Any]:
    """A draft as JSON values: what would go to whom."""
    return {
        "journey": found.plan.journey.id,
        "on": found.on.isoformat(),
        "tasks": [drafted_task(found, task, lang) for task in found.tasks],
        "left_out": [task.key for task in found.left_out],
        "consents_lacking": [name for name in found.consents if name not in held],
    }


def drafted_task(found: Draft, task: TaskDraft, lang: str) -> dict[str, Any]:
    """A task of a draft."""
    return {
        "key": task.key,
        "title": task.provision.title.in_language(lang),
        "provision": task.provision.id,
        "authority": task.authority,
        "place": task.place,
        "after": list(task.after),
        "papers": [paper.kind for paper in task.papers],
        "consents": found.consents_of(task),
    }


def refused(error: RefusedActError, lang: str) -> HttpResponse:
    """An act that the state of the case does not allow, in the words of the pages."""
    return wrong(say(error.key, lang.lower()), "StateError", 409)


@router.post("/draft", response={200: told.Drafted, **ANSWERS}, operation_id="draft", **WRITES)
def draft_case(request: HttpRequest, asked: shapes.DraftIn) -> HttpResponse:
    """What filing would send to whom, and which consents are lacking. Nothing is kept."""
    found = drafted(asked)
    return answer(plain_draft(found, granted(holder_of(request).public), asked.lang))


@router.post("/cases", response={201: told.Filed, **ANSWERS}, operation_id="file", **WRITES)
def file(request: HttpRequest, asked: shapes.FileIn) -> HttpResponse:
    """File a case. Tasks whose consents are lacking are held back until the person agrees on a page."""
    person, found = holder_of(request), drafted(asked)
    if not found.here:
        return wrong("nothing of this plan goes to an authority: there is nothing to file", "ShapeError", 422)
    if not take("filing", f"user {person.public}"):
        return wrong("too many filings in an hour; wait a little", "LimitError", 429, hint="ask again in some minutes")
    try:
        case = acts.file(person, found, asked.key or public_id(), guardian=STATED if asked.guardian else "")
    except RefusedActError as error:
        return refused(error, asked.lang)
    return answer(whole_case(case, asked.lang), 201)


@router.post("/cases/{name}/withdraw", response={200: told.Filed, **ANSWERS}, operation_id="withdraw", **WRITES)
def withdraw(request: HttpRequest, name: str, asked: shapes.SpokenIn) -> HttpResponse:
    """Take a case back: every task that is not over ends."""
    person = holder_of(request)
    try:
        acts.withdraw(own_case(person, known(name)))
    except RefusedActError as error:
        return refused(error, asked.lang)
    return answer(whole_case(own_case(person, name), asked.lang))


@router.post("/cases/{name}/tasks/{task}/answer", response={200: told.Row, **ANSWERS}, operation_id="answer", **WRITES)
def answer_task(request: HttpRequest, name: str, task: str, asked: shapes.AnswerIn) -> HttpResponse:
    """Answer what an officer asked about a task."""
    person = holder_of(request)
    correction = open_correction(own_task(person, known(name), known(task)))
    if correction is None:
        return wrong(say("cases.not_now", asked.lang.lower()), "StateError", 409)
    try:
        acts.answer(correction, asked.answer)
    except RefusedActError as error:
        return refused(error, asked.lang)
    return answer(plain_task(own_task(person, name, task), asked.lang))
