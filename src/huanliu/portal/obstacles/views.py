"""The register of obstacles: reporting without an account, the public list, and the moderators' desk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Rss201rev2Feed
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huanliu.portal.authorities.access import officer_required
from huanliu.portal.authorities.models import Officer
from huanliu.portal.bay import the_bay
from huanliu.portal.front import mark
from huanliu.portal.front.limits import limited
from huanliu.portal.front.templatetags.words import html_language, page_language
from huanliu.portal.obstacles import access, acts, clauses, telling, weights
from huanliu.portal.obstacles.forms import RegisterForm, ReportForm, StepForm, fresh
from huanliu.portal.obstacles.models import Obstacle
from huanliu.portal.obstacles.states import NEW, open_steps, step_of
from huanliu.portal.words import say

PAGE, FEED = 20, 50
KEPT = 300


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """What is public, the latest first, narrowed down by the filters in the address."""
    code = page_language()
    form = RegisterForm(code, request.GET)
    found = _narrowed(form)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    given = {"form": form, "page": page, "told": [telling.told(each, code) for each in page], "count": len(found)}
    given["about"] = the_bay().law.provisions.get(form.filters().get("provision", "")) if form.is_valid() else None
    return render(request, "obstacles/register.html", {**given, "moderates": access.may_classify(request.user)})


def _narrowed(form: RegisterForm) -> list[Obstacle]:
    if not form.is_valid():
        return []
    return weights.in_order(access.register().filter(**form.filters()), form.ordered_by)


@require_safe
def register_json(request: HttpRequest) -> HttpResponse:
    """The register for machines."""
    form = RegisterForm(page_language(), request.GET)
    if not form.is_valid():
        return JsonResponse({"error": dict(form.errors)}, status=400)
    site = settings.SITE_ADDRESS
    response = JsonResponse(
        {**mark.in_json(), "obstacles": [telling.plain(each, site) for each in _narrowed(form)]},
        json_dumps_params={"ensure_ascii": False},
    )
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


@require_safe
def register_rss(request: HttpRequest) -> HttpResponse:
    """The latest of the register as a feed."""
    code, site = page_language(), settings.SITE_ADDRESS
    address = site + reverse("obstacles:register")
    feed = Rss201rev2Feed(
        say("obstacles.title", code),
        address,
        say("obstacles.lead", code),
        language=html_language(code),
        feed_url=site + reverse("obstacles:register_rss"),
    )
    for told in (telling.told(each, code) for each in access.register()[:FEED]):
        link = site + reverse("obstacles:obstacle", kwargs={"public": told.obstacle.public})
        feed.add_item(f"{told.title} ({told.state})", link, told.summary, pubdate=told.obstacle.moved, unique_id=link)
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@limited("obstacle.report")
def report(request: HttpRequest) -> HttpResponse:
    """Report an obstacle, best from the very clause."""
    code = page_language()
    if request.method == "POST":
        form = ReportForm(code, request.POST)
        if form.is_valid():
            made = acts.report(form.report())
            messages.success(request, say("obstacles.thanks", code))
            return redirect("obstacles:obstacle", public=made.public)
        return render(request, "obstacles/report.html", _about(form, code), status=400)
    form = fresh(code, request.GET.get("provision", ""), request.GET.get("clause", ""))
    return render(request, "obstacles/report.html", _about(form, code))


def _about(form: ReportForm, code: str) -> dict[str, Any]:
    """The form, and the provision and clause that it is about in words."""
    name, place = str(form["provision"].value() or ""), str(form["clause"].value() or "")
    ruling = clauses.ruling_of(name) if name else None
    if name and ruling is None:
        raise Http404
    clause = clauses.clause_at(ruling, place) if ruling and place else {}
    said = telling.said(clause, code)
    return {
        "form": form,
        "provision": ruling.provision if ruling else None,
        "clause": said,
        "cite": clause.get("cite", ""),
    }


@require_safe
def obstacle(request: HttpRequest, public: str) -> HttpResponse:
    """An obstacle with its history in public."""
    code, found = page_language(), access.obstacle(public)
    given = {"told": telling.told(found, code), "obstacle": found, "history": telling.history(found, code)}
    return render(request, "obstacles/obstacle.html", {**given, "moderates": access.may_classify(request.user)})


@require_POST
@limited("obstacle.support")
def support(request: HttpRequest, public: str) -> HttpResponse:
    """This hits me too, counted once for a session."""
    found = access.obstacle(public)
    if not request.session.session_key:
        request.session.create()
    who = request.user.public if request.user.is_authenticated else request.session.session_key
    try:
        is_new = acts.support(found, str(who))
    except acts.NotNowError:
        raise Http404 from None
    messages.success(request, say("obstacles.counted" if is_new else "obstacles.counted_before", page_language()))
    return redirect("obstacles:obstacle", public=found.public)


@require_safe
@officer_required(access.MODERATES)
def moderation(request: HttpRequest, post: Officer) -> HttpResponse:
    """What waits for a moderator: new ones first."""
    code = page_language()
    everything = list(access.waiting(post.user))
    fresh_ones = [telling.told(each, code) for each in everything if each.state == NEW]
    given = {"new": fresh_ones, "open": [telling.told(e, code) for e in everything if e.is_public and not e.is_closed]}
    return render(request, "obstacles/moderation.html", {"officer": post, **given})


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(access.MODERATES)
def moderate(request: HttpRequest, post: Officer, public: str) -> HttpResponse:
    """An obstacle for a moderator: what the reporter wrote, and the steps that are open."""
    code, found = page_language(), access.to_moderate(post.user, public)
    if request.method == "POST":
        return _step(request, found, post.user.public, code)
    return _desk(request, found, code)


def _step(request: HttpRequest, found: Obstacle, by: str, code: str) -> HttpResponse:
    step = step_of(request.POST.get("act", ""), found.state)
    # What the officer saw may be gone: then nothing is done and the page says so.
    if step is None or request.POST.get("seen") != found.moved.isoformat():
        messages.error(request, say("obstacles.not_now", code))
        return redirect("obstacles:moderate", public=found.public)
    form = StepForm(code, step, found, request.POST)
    if not form.is_valid():
        return _desk(request, found, code, form)
    try:
        acts.move(found, step.act, by, **form.given())
        messages.success(request, say("obstacles.done", code))
    except acts.NotNowError:
        messages.error(request, say("obstacles.not_now", code))
    return redirect("obstacles:moderate", public=found.public)


def _desk(request: HttpRequest, found: Obstacle, code: str, sent: StepForm | None = None) -> HttpResponse:
    forms = [
        (step.act, sent if sent and sent.step == step else _empty(code, step, found))
        for step in open_steps(found.state)
    ]
    given = {"told": telling.told(found, code), "obstacle": found, "history": telling.history(found, code)}
    steps = [(say(f"obstacles.act.{act}", code), act, form) for act, form in forms]
    return render(request, "obstacles/moderate.html", {**given, "steps": steps}, status=400 if sent else 200)


def _empty(code: str, step: Any, found: Obstacle) -> StepForm:
    initial = {"act": step.act, "seen": found.moved.isoformat()}
    return StepForm(code, step, found, initial=initial, auto_id=f"id_{step.act}_%s")
