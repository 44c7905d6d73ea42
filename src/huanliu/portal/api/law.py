"""The law itself: lists, one provision, its versions, what changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from huanliu.base.period import parse_date
from huanliu.engine import lists, provisions
from huanliu.engine.differences import differences
from huanliu.errors import DateError
from huanliu.portal.api import shapes, told
from huanliu.portal.api.door import answer, wrong
from huanliu.portal.api.limits import Limit
from huanliu.portal.bay import book, day_of, the_bay
from huanliu.portal.law import browsing
from huanliu.portal.law.forms import SearchForm

router = Router(tags=["law"], throttle=[Limit("read")])
ROWS = {200: list[told.Row], **told.WRONG}


class Listed(shapes.Given):
    """Which of a list."""

    only: shapes.Glob | None = None


class Span(shapes.Given):
    """Two days."""

    start: shapes.Day
    end: shapes.Day | None = None


Which = Annotated[Listed, Query()]


def rows(kind: str, names: Iterable[str], which: Listed) -> HttpResponse:
    """One list of the law."""
    maker = {
        "facts": lists.fact_rows,
        "journeys": lists.journey_rows,
        "payslips": lists.payslip_rows,
        "services": lists.service_rows,
        "routes": lists.route_rows,
    }[kind]
    return kept(answer(maker(the_bay(), lists.chosen(names, which.only), which.lang)))


def kept(response: HttpResponse) -> HttpResponse:
    """The law is nobody's secret: whoever asks may keep it for some minutes."""
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@router.get("/law", response=ROWS, operation_id="law")
def law(request: HttpRequest, which: Which) -> HttpResponse:
    """Every provision with how it stands on a day."""
    bay, names = the_bay(), lists.chosen(the_bay().law.provisions, which.only)
    return kept(answer(lists.provision_rows(bay, names, day_of(which.on), which.lang)))


@router.get("/facts", response=ROWS, operation_id="facts")
def facts(request: HttpRequest, which: Which) -> HttpResponse:
    """Every fact and definition with its type."""
    return rows("facts", [*the_bay().law.facts, *the_bay().law.definitions], which)


@router.get("/routes", response=ROWS, operation_id="routes")
def routes(request: HttpRequest, which: Which) -> HttpResponse:
    """Every route."""
    return rows("routes", the_bay().law.routes, which)


@router.get("/journeys", response=ROWS, operation_id="journeys")
def journeys(request: HttpRequest, which: Which) -> HttpResponse:
    """Every journey."""
    return rows("journeys", the_bay().law.journeys, which)


@router.get("/payslips", response=ROWS, operation_id="payslips")
def payslips(request: HttpRequest, which: Which) -> HttpResponse:
    """Every place whose net pay can be told."""
    return rows("payslips", the_bay().law.payslips, which)


@router.get("/services", response=ROWS, operation_id="services")
def services(request: HttpRequest, which: Which) -> HttpResponse:
    """Every window where things are done."""
    return rows("services", the_bay().law.services, which)


@router.get("/law/search", response={200: told.Hits, **told.WRONG}, operation_id="search")
def search(request: HttpRequest, wish: Annotated[shapes.SearchIn, Query()]) -> HttpResponse:
    """What of the law has these words and passes these filters, the best first. `on`: only what is in force on that day."""
    code = wish.lang.lower()
    form = SearchForm({name: value for name, value in wish.dict().items() if value is not None}, code)
    if not form.is_valid():
        name, faults = next(iter(form.errors.items()))
        return wrong(f"{name}: {faults[0]}", "ShapeError", 422)
    found = browsing.found(form.wish(), day_of(None), code)
    hits = [hit_of(each, wish.lang) for each in found.hits[wish.first : wish.first + wish.most]]
    on = day_of(wish.on).isoformat()
    return kept(answer({"on": on, "count": found.count, "loose": found.loose, "hits": hits}))


def hit_of(hit: browsing.Hit, lang: str) -> dict[str, Any]:
    """A hit as JSON values; `force` and `discretionary` only where it is a provision."""
    entry = hit.entry
    more = (
        {}
        if entry.provision is None
        else {"force": hit.force, "discretionary": hit.left, "status": entry.provision.status}
    )
    plain = {"id": entry.id, "room": entry.room, "title": entry.title.in_language(lang), "place": entry.place or None}
    return {**plain, "topic": entry.topic, **more}


@router.get("/law/{name}", response={200: told.Provision, **told.WRONG}, operation_id="provision")
def provision(request: HttpRequest, name: str, given: Annotated[shapes.Given, Query()]) -> HttpResponse:
    """One provision: versions, numbers, procedure, sources."""
    known = book(day_of(given.on))
    return kept(answer(provisions.plain(known, known.ruling(name), given.lang)))


@router.get("/law/{name}/versions", response={200: told.Versions, **told.WRONG}, operation_id="versions")
def versions(request: HttpRequest, name: str, given: Annotated[shapes.Given, Query()]) -> HttpResponse:
    """The versions of a provision, each with its days and what changed."""
    known = book(day_of(given.on))
    plain = provisions.plain(known, known.ruling(name), given.lang)
    return kept(answer({key: plain[key] for key in ("id", "title", "versions", "history")}))


@router.get("/law/{name}/differences", response={200: list[told.Difference], **told.WRONG}, operation_id="differences")
def differing(request: HttpRequest, name: str, span: Annotated[Span, Query()]) -> HttpResponse:
    """What of a provision differs between two days."""
    first, last = parse_date(span.start), day_of(span.end)
    if first > last:
        raise DateError(
            f"the span from {first} to {last} runs backwards", found=f"{first}..{last}", hint="swap the two"
        )
    before, after = book(first), book(last)
    found = differences(before, after, span.lang, {after.ruling(name).provision.id})
    return kept(answer([difference.plain(span.lang) for difference in found]))
