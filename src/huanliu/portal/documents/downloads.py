"""A paper on its way to somebody who may have it: as a file to keep, never as a page of ours."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from huanliu.portal.documents import storage
from huanliu.portal.documents.models import Paper

ALONE = "default-src 'none'; sandbox"


def as_download(paper: Paper) -> HttpResponse:
    """The bytes, with headers that let no browser read them as anything of this site."""
    response = HttpResponse(storage.read(paper.stored), content_type=paper.type)
    response["Content-Disposition"] = content_disposition_header(True, paper.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = ALONE
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
