"""Questions to the engine. Nothing that is asked is kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Router

from huanliu.base.document import node_of
from huanliu.base.period import parse_date
from huanliu.engine import plainly
from huanliu.engine.asking.interview import SKIP, Interview
from huanliu.engine.assess import assess_one
from huanliu.engine.evaluate import Situation
from huanliu.engine.names import Doubt, settled
from huanliu.engine.payslips.compare import compare, find_payslips
from huanliu.engine.payslips.curve import curve
from huanliu.engine.payslips.told import read_range, read_rates
from huanliu.engine.planning import telling
from huanliu.engine.planning.calendar import calendar
from huanliu.engine.planning.making import find_journey, make_plan
from huanliu.engine.planning.markdown import markdown
from huanliu.engine.planning.plan import Plan
from huanliu.engine.recourse import recourse
from huanliu.engine.routes import find_route, follow
from huanliu.engine.solving.verdicts import Until
from huanliu.portal.api import shapes, told
from huanliu.portal.api.door import answer, wrong
from huanliu.portal.api.limits import Limit
from huanliu.portal.bay import book, day_of, the_bay
from huanliu.portal.journeys import printing
from huanliu.portal.journeys.goals import Aim

router = Router(tags=["questions"], throttle=[Limit("ask")])
# z3 keeps one state per process, which two threads may not use at once.
SOLVER = threading.Lock()
# The whole search; one question of it; and how long another search is waited for.
SEARCH_SECONDS, QUESTION_MILLISECONDS, WAIT_SECONDS = 5.0, 2_000, 6.0


def stated(facts: dict[str, Any], on: str | None, known_on: str | None = None) -> tuple[Situation, list[Doubt]]:
    """The facts against the law of a day."""
    known = None if known_on is None else parse_date(known_on)
    return the_bay().stated(node_of(facts, "facts"), day_of(on), known)


def doubting(plain: dict[str, Any], doubts: Iterable[Doubt]) -> HttpResponse:
    """An answer, and beside it the names that no list of the law holds: a misspelt one would be a wrong no."""
    said = [doubt.sentence() for doubt in doubts]
    return answer({**plain, "doubts": said} if said else plain)


@router.post("/assess", response={200: told.Findings, **told.WRONG}, operation_id="assess")
def assess(request: HttpRequest, asked: shapes.AssessIn) -> HttpResponse:
    """A finding for every provision."""
    at, doubts = stated(asked.facts, asked.on, asked.known_on)
    return doubting(plainly.assessed(the_bay().assess_situation(at, asked.only), at, asked.lang), doubts)


@router.post("/explain", response={200: told.Explained, **told.WRONG}, operation_id="explain")
def explain(request: HttpRequest, asked: shapes.ExplainIn) -> HttpResponse:
    """Why: clause by clause, what the law asks and what it saw."""
    at, doubts = stated(asked.facts, asked.on, asked.known_on)
    return doubting(plainly.explained(assess_one(at.book.ruling(asked.provision), at), asked.lang), doubts)


@router.post("/route", response={200: told.Followed, **told.WRONG}, operation_id="route")
def route(request: HttpRequest, asked: shapes.RouteIn) -> HttpResponse:
    """Every door of a route, and the first shut one."""
    at, doubts = stated(asked.facts, asked.on)
    return doubting(plainly.followed(follow(find_route(the_bay().law.routes, asked.route), at), asked.lang), doubts)


@router.post("/plan", response={200: told.Planned, **told.WRONG}, operation_id="plan")
def plan(request: HttpRequest, asked: shapes.PlanIn) -> HttpResponse:
    """A journey as tasks in order: who decides, papers, fees, dates, what lapses."""
    found, doubts = planned(asked)
    return doubting(telling.plain(found, asked.lang), doubts)


def planned(asked: shapes.PlanIn) -> tuple[Plan, list[Doubt]]:
    """The plan that was asked for."""
    at, doubts = stated(asked.facts, asked.on)
    start = None if asked.start is None else parse_date(asked.start)
    return make_plan(find_journey(the_bay().law.journeys, asked.journey), at, start), doubts


def as_file(kind: str) -> dict[str, Any]:
    """The description of an answer that is a file and no JSON."""
    return {"responses": {200: {"description": "OK", "content": {kind: {"schema": {"type": "string"}}}}}}


@router.post("/plan.ics", response=told.WRONG, openapi_extra=as_file("text/calendar"), operation_id="plan_ics")
def plan_ics(request: HttpRequest, asked: shapes.PlanIn) -> HttpResponse:
    """A plan for a calendar (iCalendar)."""
    return HttpResponse(calendar(planned(asked)[0], asked.lang), content_type="text/calendar; charset=utf-8")


@router.post("/plan.md", response=told.WRONG, openapi_extra=as_file("text/markdown"), operation_id="plan_md")
def plan_md(request: HttpRequest, asked: shapes.PlanIn) -> HttpResponse:
    """A plan as a text (Markdown)."""
    return HttpResponse(markdown(planned(asked)[0], asked.lang), content_type="text/markdown; charset=utf-8")


@router.post(
    "/plan.pdf",
    response=told.WRONG,
    openapi_extra=as_file("application/pdf"),
    throttle=[Limit("search")],
    operation_id="plan_pdf",
)
def plan_pdf(request: HttpRequest, asked: shapes.PlanIn) -> HttpResponse:
    """A plan to print (PDF), as the page gives it."""
    found, _ = planned(asked)
    aim = Aim(found.journey.id, found.journey.title, found.journey.about, found.journey)
    # The print speaks the language of a page.
    with translation.override(asked.lang.lower()):
        try:
            body = printing.pdf(printing.told(aim, found, found.at.book.words(asked.lang)))
        except printing.NoPrinterError:
            return wrong("this place cannot make PDF: Pango is missing", "PrinterError", 503, hint="ask for plan.md")
    return HttpResponse(body, content_type="application/pdf")


@router.post("/better-off", response={200: told.BetterOff, **told.WRONG}, operation_id="better_off")
def better_off(request: HttpRequest, asked: shapes.BetterOffIn) -> HttpResponse:
    """What is left of a year's pay after taxes, contributions and subsidies."""
    rates, span = read_rates(asked.rates), None if asked.along is None else read_range(asked.along)
    payslips = find_payslips(the_bay().law.payslips, asked.places)
    at, doubts = stated(asked.facts, asked.on)
    if span is None:
        return doubting(plainly.places(compare(payslips, at, rates), at, rates, asked.lang), doubts)
    return doubting(plainly.curves([curve(each, at, *span) for each in payslips], at, asked.lang), doubts)


@router.post(
    "/recourse", response={200: told.Recoursed, **told.WRONG}, throttle=[Limit("search")], operation_id="recourse"
)
def find_recourse(request: HttpRequest, asked: shapes.RecourseIn) -> HttpResponse:
    """The least that would have to change; the search ends after some seconds and then says that it did."""
    at, doubts = stated(asked.facts, asked.on)
    if not SOLVER.acquire(timeout=WAIT_SECONDS):
        return wrong("others are searching just now", "BusyError", 503, hint="ask again in a few seconds")
    try:
        limits = Until(milliseconds=QUESTION_MILLISECONDS, end=time.monotonic() + SEARCH_SECONDS)
        found = recourse(at.book, asked.goal, at, set(asked.keep), limits=limits)
    finally:
        SOLVER.release()
    return doubting(plainly.recoursed(found, at, asked.lang), doubts)


@router.post("/interview", response={200: told.Interviewed, **told.WRONG}, operation_id="interview")
def interview(request: HttpRequest, asked: shapes.InterviewIn) -> HttpResponse:
    """The next question that matters: every answer so far in, the states and the next question out."""
    talk = Interview(book(day_of(asked.on)), asked.goals, amounts=True)
    answers, doubts = read_answers(asked.answers)
    talk.take(answers)
    # Findings with their explanations are most of the work, so they are only made where they are asked for.
    plain = plainly.interviewed(talk, asked.lang) if asked.findings else plainly.given(talk)
    plain["states"] = {name: status.value for name, status in talk.statuses().items()}
    question = talk.next()
    return doubting({**plain, "question": None if question is None else question.plain(asked.lang)}, doubts)


def read_answers(given: Iterable[shapes.Answer]) -> tuple[list[tuple[str, Any]], list[Doubt]]:
    """Answers as the interview takes them, listed names written as the law's lists write them."""
    read: list[tuple[str, Any]] = []
    doubts: list[Doubt] = []
    statutes = the_bay().statutes
    for each in given:
        value = SKIP if each.value is None else each.value
        if isinstance(value, str) and each.fact in statutes.kinds:
            facts, more = settled({each.fact: value}, statutes)
            value, doubts = facts[each.fact], doubts + more
        read.append((each.fact, value))
    return read, doubts
