"""What people ask about their data, as the officers of a window see and answer it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from huanliu.base.clock import today
from huanliu.portal.authorities.access import officer_required
from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases.views import tried
from huanliu.portal.consent.models import Request
from huanliu.portal.consent.purposes import clocks
from huanliu.portal.consent.showing import days_left
from huanliu.portal.desks import access, acts
from huanliu.portal.desks.forms import AnswerRequestForm

SHOWS = ("open", "over")


@officer_required("privacy")
@require_safe
def requests(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The queue of requests, each with its clock."""
    show = request.GET.get("show", "open")
    show = show if show in SHOWS else "open"
    rows = [(each, days_left(each)) for each in access.data_requests(officer, show)]
    context = {"officer": officer, "rows": rows, "show": show, "shows": SHOWS, "today": today()}
    late = sum(left < 0 for _, left in rows) if show == "open" else 0
    return render(request, "desks/requests.html", {**context, "late": late})


@officer_required("privacy")
@require_safe
def one(request: HttpRequest, officer: Officer, public: str) -> HttpResponse:
    """A request without its words: what kind, by when, under which law."""
    return render(request, "desks/request.html", _context(officer, access.data_request(officer, public)))


def _context(officer: Officer, asked: Request) -> dict[str, object]:
    clock = clocks()[asked.jurisdiction]
    return {"officer": officer, "asked": asked, "left": days_left(asked), "clock": clock}


@officer_required("privacy")
@require_POST
def open_request(request: HttpRequest, officer: Officer, public: str) -> HttpResponse:
    """Its words, who asks, and the form for an answer. Opening it is recorded, so it is never opened by a link."""
    return _opened(request, officer, access.data_request_to_open(officer, public), AnswerRequestForm())


def _opened(request: HttpRequest, officer: Officer, asked: Request, form: AnswerRequestForm) -> HttpResponse:
    acts.look_at_request(asked, officer)
    context = {**_context(officer, asked), "asker": access.asker_of(asked), "form": form, "opened": True}
    return render(request, "desks/request.html", context, status=400 if form.errors else 200)


@officer_required("privacy")
@require_POST
def answer(request: HttpRequest, officer: Officer, public: str) -> HttpResponse:
    """Answer it. A form that is not complete comes back with the request; a request that a colleague answered says so."""
    asked, form = access.data_request(officer, public), AnswerRequestForm(request.POST)
    if asked.answered is None and not form.is_valid():
        return _opened(request, officer, access.data_request_to_open(officer, public), form)
    said = form.cleaned_data if form.is_valid() else {"outcome": "", "reasons": "", "ground": ""}
    told = (said["outcome"], said["reasons"], said["ground"])
    tried(request, lambda: acts.answer_request(asked, officer, *told), "desks.request_answered")
    return redirect("desks:request", public)
