"""The law explorer. Nobody's data is on these pages; a reader's browser may keep one for a short while."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from huanliu.base.clock import today
from huanliu.portal.front.limits import paced
from huanliu.portal.front.templatetags.words import page_language
from huanliu.portal.law import access, browsing, reading
from huanliu.portal.law import changes as happenings
from huanliu.portal.law.forms import SearchForm
from huanliu.portal.law.matrix import matrix
from huanliu.portal.law.plain import plain
from huanliu.portal.law.search import Wish
from huanliu.portal.law.wording import compare

PAGE = 20
# Every page carries the reader's own form token, so no cache may hand it to another reader.
KEPT = 300


def _shown(request: HttpRequest, template: str, given: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, f"law/{template}.html", given, status=status)
    patch_cache_control(response, private=True, max_age=KEPT if status == 200 else 0)
    patch_vary_headers(response, ("Cookie", "HX-Request"))
    return response


@require_safe
@paced("page")
def find(request: HttpRequest) -> HttpResponse:
    """Search; without words or filters a way in by place, topic and profession."""
    code, on = page_language(), today()
    form = SearchForm(request.GET, code)
    wish = form.wish() if form.is_valid() else Wish()
    found = browsing.found(wish, on, code)
    asked = request.GET.copy()
    for name in [name for name, value in request.GET.items() if not value]:
        del asked[name]
    page = Paginator(found.hits, PAGE).get_page(request.GET.get("page"))
    given = reading.plain_page(on, code, form=form, wish=wish, found=found, page=page, query=asked.urlencode())
    if wish.empty:
        given |= browsing.ways_in(on, code)
    if not _asks_for_a_part(request):
        return _shown(request, "find", given)
    response = _shown(request, "results", given)
    # The address without the filters that say nothing.
    response.headers["HX-Push-Url"] = f"{request.path}?{asked.urlencode()}"
    return response


def _asks_for_a_part(request: HttpRequest) -> bool:
    """A script asks for the list alone; but one who comes back to a page needs all of it."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


@require_safe
def newest(request: HttpRequest, identity: str) -> HttpResponse:
    """To the text of today, or of the day asked for, at the address that will always show it."""
    asked, found = request.GET.get("on"), access.provision(identity)
    on = access.day(asked) if asked else today()
    if isinstance(found, access.Unknown):
        return _unknown(request, found)
    return redirect("law:provision", identity=found.id, day=on.isoformat())


@require_safe
def provision(request: HttpRequest, identity: str, day: str) -> HttpResponse:
    """A provision as it stands on a day."""
    on, found = access.day(day), access.provision(identity)
    if isinstance(found, access.Unknown):
        return _unknown(request, found)
    if (identity, day) != (found.id, on.isoformat()):
        return redirect("law:provision", identity=found.id, day=on.isoformat())
    return _shown(request, "provision", reading.provision_page(found, on, page_language()))


@require_safe
def provision_json(request: HttpRequest, identity: str, day: str) -> HttpResponse:
    """The same for machines. Nothing of a reader is in it, so every cache may keep it."""
    on, found = access.day(day), access.provision(identity)
    if isinstance(found, access.Unknown):
        return JsonResponse({"error": "no such provision", "near": [e.id for e in found.near]}, status=404)
    response = JsonResponse(plain(found, on, page_language()), json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


@require_safe
def difference(request: HttpRequest, identity: str, before: str, after: str) -> HttpResponse:
    """The wording on two days, word by word."""
    days, found = (access.day(before), access.day(after)), access.provision(identity)
    if isinstance(found, access.Unknown):
        return _unknown(request, found)
    one, two = min(days), max(days)
    code = page_language()
    sections = compare(reading.material(one), reading.material(two), found, reading.voice(code))
    same = [section for section in sections if not section.changed]
    given = {"provision": found, "sections": sections, "same": same, "all_same": len(same) == len(sections)}
    given |= {"before": one, "after": two}
    return _shown(request, "difference", reading.plain_page(two, code, **given))


def _unknown(request: HttpRequest, found: access.Unknown) -> HttpResponse:
    given = reading.plain_page(today(), page_language(), unknown=found)
    return _shown(request, "unknown", given, status=404)


@require_safe
def routes(request: HttpRequest) -> HttpResponse:
    """Every route."""
    return _shown(request, "routes", reading.plain_page(today(), page_language()))


@require_safe
def route(request: HttpRequest, identity: str) -> HttpResponse:
    """A route, door by door."""
    return _shown(request, "route", reading.route_page(access.route(identity), today(), page_language()))


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Every one-stop window."""
    return _shown(request, "services", reading.plain_page(today(), page_language()))


@require_safe
def service(request: HttpRequest, identity: str) -> HttpResponse:
    """A one-stop window and what is done there."""
    return _shown(request, "service", reading.service_page(access.service(identity), today(), page_language()))


@require_safe
def fact(request: HttpRequest, identity: str) -> HttpResponse:
    """What the law asks, and which provisions ask it."""
    return _shown(request, "fact", reading.fact_page(access.fact(identity), today(), page_language()))


@require_safe
def place(request: HttpRequest, place: str) -> HttpResponse:
    """A jurisdiction's provisions by topic."""
    code, on = page_language(), today()
    given = {"place": access.place(place), "groups": browsing.by_topic(place, on, code)}
    return _shown(request, "place", reading.plain_page(on, code, **given))


@require_safe
def professions(request: HttpRequest) -> HttpResponse:
    """The matrix of professions."""
    code = page_language()
    form = SearchForm(request.GET, code)
    wish = form.wish() if form.is_valid() else Wish()
    given = {"form": form, "groups": matrix(wish.profession, wish.direction)}
    return _shown(request, "professions", reading.plain_page(today(), code, **given))


@require_safe
def changes(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """What changed lately and what is known to come, or a year."""
    code, on = page_language(), today()
    form = SearchForm(request.GET, code)
    place = form.wish().place if form.is_valid() else ""
    lists = browsing.told_events(_events(on, place, year), reading.voice(code))
    given = {"form": form, "lists": lists, "year": year, "years": happenings.years(), "place": place}
    return _shown(request, "changes", reading.plain_page(on, code, **given))


def _events(on: datetime.date, place: str, year: int | None) -> dict[str, list[happenings.Event]]:
    if year is not None:
        return {"of_year": happenings.of_year(year, place)}
    return {"coming": happenings.coming(on, place), "lately": happenings.lately(on, place)}
