"""The page for people who write programs, made from the schema itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from huanliu.portal.api.description import rooms
from huanliu.portal.api.door import wrong


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every question, what it takes and what it gives."""
    return render(request, "api/docs.html", {"rooms": rooms()})


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    """A machine that is lost is told so in its own language."""
    return wrong("there is nothing at this address", "NotFoundError", 404, hint="/api/v1/openapi.json lists every one")
