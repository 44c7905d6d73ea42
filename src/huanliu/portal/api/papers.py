"""A person's own papers, with a token that reaches them: `papers` lists and gives back, `papers_write` hands in.

The act is that of the page, with its consent, its size and its look at what the bytes really are. A consent is never given here.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, UploadedFile

from huanliu.portal.api import shapes, told
from huanliu.portal.api.cases import holder_of, known
from huanliu.portal.api.door import answer, wrong
from huanliu.portal.api.limits import Limit
from huanliu.portal.api.tokens import Scoped
from huanliu.portal.documents import acts
from huanliu.portal.documents.access import own_paper, papers_of
from huanliu.portal.documents.downloads import as_download
from huanliu.portal.documents.forms import kinds
from huanliu.portal.documents.models import Paper
from huanliu.portal.documents.sniffing import TYPES, PaperRefusedError
from huanliu.portal.front.limits import take
from huanliu.portal.words import say

router = Router(tags=["papers"], throttle=[Limit("read")], auth=Scoped("papers"))
ANSWERS: dict[Any, Any] = {401: told.Wrong, 403: told.Wrong, **told.WRONG}
BYTES: dict[str, Any] = {
    "responses": {200: {"description": "OK", "content": {kind: {"schema": {"type": "string"}} for kind in TYPES}}}
}
# What is wrong with a paper, where it is not its content.
STATUS = {"documents.refused_consent": 409, "documents.refused_size": 413, "documents.refused_many": 409}


def plain_paper(found: Paper) -> dict[str, Any]:
    """A paper as JSON values. `shown_to` are the tasks whose desks see it now."""
    return {
        "id": found.public,
        "kind": found.kind,
        "name": found.name,
        "type": found.type,
        "size": found.size,
        "sha256": found.digest,
        "handed_in": found.handed_in.isoformat(),
        "shown_to": [each.task for each in found.shares.all() if each.ended is None],
    }


@router.get("/papers", response={200: list[told.Paper], **ANSWERS}, operation_id="papers")
def papers(request: HttpRequest) -> HttpResponse:
    """Your papers, the newest first, and the tasks whose desks see each."""
    return answer([plain_paper(each) for each in papers_of(holder_of(request))])


@router.get("/papers/{name}", response=ANSWERS, openapi_extra=BYTES, operation_id="paper")
def paper(request: HttpRequest, name: str) -> HttpResponse:
    """One paper of yours, byte by byte as it was handed in."""
    return as_download(own_paper(holder_of(request), known(name)))


@router.post(
    "/papers",
    response={201: told.Paper, 409: told.Wrong, **ANSWERS},
    auth=Scoped("papers_write"),
    throttle=[Limit("ask")],
    operation_id="hand_in",
)
def hand_in(request: HttpRequest, asked: Form[shapes.PaperIn], file: File[UploadedFile]) -> HttpResponse:
    """Hand in a paper: PDF, PNG or JPEG. The same bytes of the same kind twice are one paper. It is shown to no desk before you
    send it to a task on a page."""
    person = holder_of(request)
    if asked.kind not in dict(kinds()):
        return wrong(f"kind: there is no kind of paper called {asked.kind!r}", "ShapeError", 422)
    if not take("paper", f"user {person.public}"):
        return wrong("too many papers in an hour; wait a little", "LimitError", 429, hint="ask again in some minutes")
    try:
        data = file.read(settings.PAPER_MAX_BYTES + 1)
        return answer(plain_paper(acts.hand_in(person, asked.kind, file.name or "", data)), 201)
    except PaperRefusedError as error:
        return wrong(say(error.key, asked.lang.lower(), **error.parts), "PaperError", STATUS.get(error.key, 422))
