"""The pages "my data": what is held, consents, who looked, the trail, requests, the export, deletion."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huanliu.base.clock import today
from huanliu.portal.consent import access, acts, exports, showing
from huanliu.portal.consent.forms import ConsentForm, DeletionForm, RequestForm
from huanliu.portal.consent.models import Receipt, Request
from huanliu.portal.consent.purposes import Purpose
from huanliu.portal.consent.receipts import as_iso
from huanliu.portal.consent.step_up import step_up, step_up_to_post
from huanliu.portal.front import mark
from huanliu.portal.front.limits import limited
from huanliu.portal.record.models import Entry
from huanliu.portal.words import say

A_PAGE = 50


def _me(request: HttpRequest) -> str:
    user: Any = request.user
    return str(user.public)


def _code() -> str:
    return get_language() or "en"


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _tell(request: HttpRequest, key: str) -> None:
    messages.info(request, say(key, _code()))


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is held, and the ways to everything else."""
    return render(request, "consent/home.html", {"held": showing.held_classes(_me(request))})


@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """For anyone, before anything is given: every purpose, every right, every way over a border."""
    context = {"purposes": showing.every_purpose(), "clocks": showing.clock_lines(), "ways": showing.way_lines()}
    return render(request, "consent/notice.html", context)


@login_required
@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    """Every purpose and where one stands with it."""
    context = {"states": showing.states(_me(request)), "others": showing.without_consent()}
    return render(request, "consent/consents.html", context)


@login_required
@require_safe
def consent(request: HttpRequest, name: str) -> HttpResponse:
    """One purpose in full, to say yes or no to."""
    return _consent_page(request, name, None)


def _consent_page(request: HttpRequest, name: str, wrong: str | None, status: int = 200) -> HttpResponse:
    wanted = access.listed_purpose(name)
    whom = _whom(request, wanted)
    context = {
        "state": showing.state_of(_me(request), wanted, whom=whom),
        "rests": showing.rests(_me(request), wanted),
        "bases": showing.basis_lines(wanted),
        "shown": wanted.digest(_code()),
        "wrong_key": wrong,
        "next": _safe_next(request),
    }
    return render(request, "consent/consent.html", context, status=status)


def _whom(request: HttpRequest, wanted: Purpose) -> str:
    return access.listed_recipient(wanted, request.POST.get("whom") or request.GET.get("whom") or "")


def _safe_next(request: HttpRequest) -> str:
    there = request.POST.get("next") or request.GET.get("next") or ""
    return there if url_has_allowed_host_and_scheme(there, {request.get_host()}, request.is_secure()) else ""


@login_required
@require_POST
def give(request: HttpRequest, name: str) -> HttpResponse:
    """Yes to one purpose."""
    wanted, form = access.listed_purpose(name), ConsentForm(request.POST)
    try:
        form.is_valid()
        shown, guardian = form.cleaned_data.get("shown", ""), form.cleaned_data.get("guardian", False)
        acts.give_consent(_me(request), wanted, _code(), shown, guardian, _whom(request, wanted))
    except acts.RefusedError as error:
        return _consent_page(request, name, error.key, status=400)
    _tell(request, "consent.said_given")
    return redirect(_safe_next(request) or "consent:consents")


@login_required
@require_POST
def take_back(request: HttpRequest, name: str) -> HttpResponse:
    """No longer: one click from the list, like the yes."""
    wanted = access.listed_purpose(name)
    done = acts.take_back(_me(request), wanted, request.POST.get("whom", ""))
    gone = "consent.said_taken_back" if wanted.recipients == ("nobody",) else "consent.said_no_more"
    _tell(request, gone if done else "consent.said_none")
    return redirect("consent:consents")


@login_required
@require_safe
def receipts(request: HttpRequest) -> HttpResponse:
    """One's receipts as JSON."""
    found = [as_iso(each) for each in Receipt.objects.filter(person=_me(request))]
    headers = {"Content-Disposition": 'attachment; filename="consents.json"'}
    return JsonResponse(
        {**mark.in_json(), "receipts": found}, headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )


@login_required
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Who looked at what, for what."""
    page = Paginator(access.looks_at(_me(request)), A_PAGE).get_page(request.GET.get("page"))
    shown = showing.look_lines(_me(request), list(page.object_list), _code())
    return render(request, "consent/looks.html", {"page": page, "lines": shown})


@login_required
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """One's own lines of the audit trail, in words."""
    found = Entry.objects.filter(person=_me(request)).select_related("body").order_by("-number")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "consent/trail.html",
        {"page": page, "lines": showing.lines(_me(request), list(page.object_list), _code())},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: HttpRequest) -> HttpResponse:
    """Asking for a copy, a correction, a human; and what became of it."""
    form = RequestForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        asked = acts.ask(_me(request), data["kind"], data["jurisdiction"], data["text"])
        return redirect("consent:request", public=asked.public)
    found = Request.objects.filter(person=_me(request))
    context = {"form": form, "requests": found, "clocks": showing.clock_lines(), "today": today()}
    return render(request, "consent/requests.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def one_request(request: HttpRequest, public: str) -> HttpResponse:
    """One request and its clock."""
    asked = access.request_of(_me(request), public)
    return render(request, "consent/request.html", {"asked": asked, "left": showing.days_left(asked)})


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """What the archive holds, and the button that makes it."""
    return render(request, "consent/export.html", {"held": showing.held_classes(_me(request))})


@login_required
@require_POST
@step_up
@limited("export")
def export_archive(request: HttpRequest) -> HttpResponse:
    """The archive."""
    parts = exports.everything(_me(request))
    content = exports.archive(_me(request), parts)
    acts.note_export(_me(request), parts)
    headers = {"Content-Disposition": 'attachment; filename="huanliu-my-data.zip"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@step_up_to_post
def delete(request: HttpRequest) -> HttpResponse:
    """Deleting everything: what goes, what must stay and by which law, and the address typed once more."""
    user: Any = request.user
    form, wrong = DeletionForm(user.email, _sent(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            kept = acts.delete_person(_me(request))
        except acts.RefusedError as error:
            wrong = error.key
        else:
            logout(request)
            return render(request, "consent/deleted.html", {"kept": showing.kept_lines(kept)})
    context = {
        "form": form,
        "wrong_key": wrong,
        "held": showing.going(_me(request)),
        "kept": showing.kept_lines(acts.would_be_kept(_me(request))),
        "holds": showing.hold_lines(acts.standing_holds(_me(request))),
    }
    return render(request, "consent/delete.html", context, status=400 if form.errors or wrong else 200)
