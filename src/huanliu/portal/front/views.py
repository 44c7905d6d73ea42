"""Home, health, and the pages of what went wrong."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from huanliu.portal.bay import the_bay
from huanliu.portal.front.templatetags.words import html_language, page_language


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """To the home page in the language that the browser asks for."""
    return redirect(reverse("front:home"))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What can be done here."""
    return render(request, "front/home.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, what it is not, and where its law comes from."""
    return render(request, "front/about.html", {"law": the_bay().law})


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """I am up."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """I can answer: the law is there, the database too, and it has the shape that the code expects."""
    state = {"law": bool(the_bay().law.provisions), "database": False, "migrations": False}
    try:
        executor = MigrationExecutor(connection)
        state["database"] = True
        state["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        pass
    return JsonResponse(state, status=200 if all(state.values()) else 503)


def _wrong(request: HttpRequest, status: int, key: str) -> HttpResponse:
    # An error outside the languages' addresses still speaks the reader's language.
    with translation.override(translation.get_language_from_request(request, check_path=True)):
        context = {"title_key": f"front.{key}_title", "text_key": f"front.{key}_text", "status": status}
        try:
            return render(request, "front/wrong.html", context, status=status)
        except DatabaseError:
            # Who is signed in cannot be looked up either: the page as anybody sees it.
            context["page_lang"] = html_language(page_language())
            return HttpResponse(render_to_string("front/wrong.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What came cannot be read."""
    return _wrong(request, 400, "bad_request")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not for this reader."""
    return _wrong(request, 403, "forbidden")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of another site, or one that lay open for too long: it lacks what ours carry."""
    return _wrong(request, 403, "stale_form")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page, or it is not this reader's to know that there is."""
    return _wrong(request, 404, "not_found")


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """More than any form of ours sends."""
    return _wrong(request, 413, "too_large")


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Asked too often."""
    return _wrong(request, 429, "too_many")


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke on our side."""
    return _wrong(request, 500, "server_error")
