"""HTTP in, HTTP out: the choice of a goal, the interview, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, push_url

from huanliu.engine.asking.interview import SKIP, Interview
from huanliu.engine.asking.question import Question
from huanliu.engine.evaluate import Situation
from huanliu.engine.planning.calendar import calendar
from huanliu.engine.planning.markdown import markdown
from huanliu.engine.planning.telling import plain
from huanliu.engine.recourse import recourse
from huanliu.engine.solving.verdicts import Limits
from huanliu.engine.words import Words
from huanliu.portal.bay import law_language, the_bay
from huanliu.portal.front.limits import paced
from huanliu.portal.journeys import access, acts, asking, earning, forms, goals, printing, result, standing, trying
from huanliu.portal.journeys.fields import Sheetlet
from huanliu.portal.journeys.goals import Aim
from huanliu.portal.journeys.sheet import Sheet

# A page waits no longer; whoever has more time asks the command line.
RECOURSE = Limits(milliseconds=4_000)
ALTERNATIVES = 3
FILES = {"json": "application/json", "md": "text/markdown; charset=utf-8", "ics": "text/calendar; charset=utf-8"}


def code_of() -> str:
    """The language of the page."""
    return get_language() or "en"


def lang_of() -> str:
    """The language in which the law speaks on it."""
    return law_language(code_of())


def words_of(interview: Interview) -> Words:
    """The words of the law in that language."""
    return interview.book.words(lang_of())


# Where a reader may come from to one question, and is led back to after it.
BACK = {"result", "plan", "money", "answers", "what_if"}


def _back(aim: Aim, then: str) -> str | None:
    """The page that a single question was asked from; None in the interview itself."""
    if then in BACK and (then != "plan" or aim.journey is not None):
        return reverse(f"journeys:{then}", args=[aim.id])
    return reverse("journeys:why", args=[aim.id, access.door(then[5:], aim)]) if then.startswith("door/") else None


def _swaps(request: HttpRequest) -> bool:
    """Whether HTMX asks for a part of the page."""
    return bool(getattr(request, "htmx", False))


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Every journey, in a few groups."""
    context = {"groups": goals.groups(the_bay().law), "answered": len(Sheet(request.session).answers)}
    return render(request, "journeys/choose.html", context)


@require_safe
def professions(request: HttpRequest) -> HttpResponse:
    """Every route, under its profession."""
    return render(request, "journeys/professions.html", {"professions": goals.routes_by_profession(the_bay().law)})


@require_http_methods(["GET", "HEAD", "POST"])
@paced("page")
def start(request: HttpRequest, goal: str) -> HttpResponse:
    """What a goal is about, and the day to ask about."""
    aim, sheet, wrong = access.aim(goal), Sheet(request.session), ""
    if request.method == "POST":
        try:
            acts.begin(request.session, aim, forms.read_day(request.POST))
            return redirect("journeys:question", goal=aim.id)
        except forms.RefusedError as error:
            wrong = error.sentence(code_of())
    law = the_bay().law
    route = law.routes.get(aim.id)
    context: dict[str, Any] = {"aim": aim, "route": route, "wrong": wrong, "ended": "ended" in request.GET}
    context |= {"on": request.POST.get("on", sheet.note("on", "") or ""), "answered": len(sheet.answers)}
    return render(request, "journeys/start.html", context)


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Every answer is gone."""
    acts.forget(request.session)
    return redirect("journeys:forgotten")


@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """That it is so."""
    return render(request, "journeys/forgotten.html")


def begun(find: Callable[[str], Aim]) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view of an interview that was begun, which is handed its goal, as `find` finds it, and the sheet. What an address names
    must be there first; without an interview the way leads to the start, which says that the answers are no longer there."""

    def wrapped(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def inner(request: HttpRequest, goal: str, **named: str) -> HttpResponse:
            aim, sheet = find(goal), Sheet(request.session)
            if "door" in named:
                access.door(named["door"], aim)
            if "fact" in named:
                access.fact(named["fact"], access.law_of(sheet))
            if not sheet.began(aim.id):
                return _elsewhere(request, reverse("journeys:start", args=[aim.id]) + "?ended=1")
            return view(request, aim, sheet, **named)

        return inner

    return wrapped


@require_safe
@paced("page")
@begun(access.aim)
def question(request: HttpRequest, aim: Aim, sheet: Sheet, fact: str | None = None) -> HttpResponse:
    """The next question, or the one whose answer is to change."""
    interview = standing.seat(aim, sheet)
    asked = asking.question_of(interview, fact)
    if asked is None:
        return redirect("journeys:result", goal=aim.id)
    return _ask(request, aim, interview, asked, asking.sheetlet(asked, lang_of(), sheet))


@require_POST
@paced("page")
@begun(access.aim)
def answer(request: HttpRequest, aim: Aim, sheet: Sheet, fact: str) -> HttpResponse:
    """Take an answer, or put the question again with what was wrong."""
    interview = standing.seat(aim, sheet)
    asked = asking.question_of(interview, fact)
    assert asked is not None, "a named fact always has its question"
    if "more" in request.POST:
        return _ask(request, aim, interview, asked, asking.resent(asked, lang_of(), request.POST, more=True))
    try:
        skipped = "skip" in request.POST
        value = SKIP if skipped else forms.read_answer(asked, request.POST, request.FILES, lang_of())
    except forms.RefusedError as error:
        again = asking.resent(asked, lang_of(), request.POST)
        return _ask(request, aim, interview, asked, asking.mark(again, error, code_of(), request.POST))
    acts.answer(request.session, aim, interview, fact, value)
    back = _back(aim, request.POST.get("then", ""))
    return _elsewhere(request, back) if back else _next(request, aim, interview)


def _next(request: HttpRequest, aim: Aim, interview: Interview) -> HttpResponse:
    """After an answer: with HTMX the next question at once, otherwise by its address."""
    here = reverse("journeys:question", args=[aim.id])
    if not _swaps(request):
        return redirect(here)
    asked = interview.next()
    if asked is None:
        return _elsewhere(request, reverse("journeys:result", args=[aim.id]))
    sheetlet = asking.sheetlet(asked, lang_of(), Sheet(request.session))
    response = _ask(request, aim, interview, asked, sheetlet)
    push_url(response, here)
    return response


def _elsewhere(request: HttpRequest, address: str) -> HttpResponse:
    away: HttpResponse = HttpResponseClientRedirect(address) if _swaps(request) else redirect(address)
    return away


def _ask(request: HttpRequest, aim: Aim, interview: Interview, asked: Question, sheetlet: Sheetlet) -> HttpResponse:
    sheet = Sheet(request.session)
    then = request.POST.get("then") or request.GET.get("then", "")
    why, more = asking.why(asked)
    following = interview.next()
    context = {
        "aim": aim,
        "sheetlet": sheetlet,
        "why": why,
        "why_more": more,
        "beside": asking.beside(aim, interview, sheet),
        "given": asking.given(interview, sheet, lang_of()),
        "before": asking.before(aim, sheet, asked.fact),
        "changing": following is None or following.fact != asked.fact,
        "day": interview.book.days.on,
        "back": _back(aim, then),
        "then": then,
    }
    template = "journeys/_interview.html" if _swaps(request) else "journeys/question.html"
    return render(request, template, context)


@require_safe
@paced("page")
@begun(access.aim)
def answers(request: HttpRequest, aim: Aim, sheet: Sheet) -> HttpResponse:
    """Every answer so far, each to be changed."""
    given = asking.given(standing.seat(aim, sheet), sheet, lang_of())
    return render(request, "journeys/answers.html", {"aim": aim, "given": given})


@require_safe
@paced("page")
@begun(access.aim)
def show_result(request: HttpRequest, aim: Aim, sheet: Sheet) -> HttpResponse:
    """Every door by how it stands."""
    interview = standing.seat(aim, sheet)
    words, plan = words_of(interview), result.plan_of(aim, interview)
    groups = result.grouped(result.doors(aim, interview, plan, words))
    context: dict[str, Any] = {"aim": aim, "groups": groups, "day": interview.book.days.on}
    context |= {"left": standing.left(interview), "done": interview.done, "route": _route(aim, interview)}
    if plan is not None:
        context |= {"rows": printing.rows(plan, words), "told": printing.headline(plan, words)}
    return render(request, "journeys/result.html", context)


def _route(aim: Aim, interview: Interview) -> Any:
    finding = interview.findings().get(aim.id)
    return finding if finding is not None and aim.id in interview.book.statutes.law.routes else None


def _at_door(aim: Aim, sheet: Sheet, door: str) -> tuple[Interview, Words, result.Shown]:
    """The interview, its words, and one door as the result shows it."""
    interview = standing.seat(aim, sheet)
    words = words_of(interview)
    found = result.doors(aim, interview, result.plan_of(aim, interview), words)
    identity = door if door in interview.book.statutes.law.routes else interview.book.ruling(door).provision.id
    return interview, words, next(each for each in found if each.door.id == identity)


@require_safe
@paced("page")
@begun(access.aim)
def why(request: HttpRequest, aim: Aim, sheet: Sheet, door: str) -> HttpResponse:
    """One door clause by clause, with where it stands in the law."""
    interview, words, shown = _at_door(aim, sheet, door)
    context: dict[str, Any] = {"aim": aim, "shown": shown, "provision": shown.provision, "day": interview.book.days.on}
    if shown.provision is None:
        context |= {"steps": result.steps(shown.door.finding, words), "route": shown.door.finding}  # type: ignore[arg-type]
    else:
        finding: Any = shown.door.finding
        context |= {"tree": result.branch(finding.explanation, words), "version": finding.ruling.version}
        context |= {"lacking": [result.Asked(name, words.label(name)) for name in shown.door.missing]}
    return render(request, "journeys/why.html", context)


@require_safe
@paced("search")
@begun(access.aim)
def least(request: HttpRequest, aim: Aim, sheet: Sheet, door: str) -> HttpResponse:
    """The least that would open a shut door, worked out when it is asked for."""
    interview, words, shown = _at_door(aim, sheet, door)
    at = Situation(interview.facts, interview.book)
    found = recourse(interview.book, shown.door.id, at, limit=ALTERNATIVES, limits=RECOURSE)
    told = [[change.sentence(words) for change in each.changes] for each in found.alternatives]
    because = [(each.sentence(words.lang), each.cite) for each in found.because]
    context = {"aim": aim, "shown": shown, "outlook": found.outlook.value, "alternatives": told, "because": because}
    context["outlook_key"] = f"journeys.least_{found.outlook.value}"
    template = "journeys/_least.html" if _swaps(request) else "journeys/least.html"
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@paced("page")
@begun(access.aim)
def what_if(request: HttpRequest, aim: Aim, sheet: Sheet) -> HttpResponse:
    """Sliders and choices, and what would be otherwise."""
    interview = standing.seat(aim, sheet)
    levers, moved = trying.levers(interview, sheet, code_of()), {}
    if request.method == "POST":
        moved = trying.read(levers, request.POST, code_of())
        if "keep" in request.POST and not any(lever.field.wrong for lever in levers):
            acts.keep(request.session, moved)
            return _elsewhere(request, reverse("journeys:result", args=[aim.id]))
    compared = trying.compare(aim, interview, sheet, moved, words_of(interview))
    context = {"aim": aim, "levers": levers, "compared": compared}
    template = "journeys/_what_if.html" if _swaps(request) else "journeys/what_if.html"
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@paced("page")
@begun(access.aim)
def money(request: HttpRequest, aim: Aim, sheet: Sheet) -> HttpResponse:
    """What is left of a year's pay, place by place."""
    wrong: dict[str, str] = {}
    rules = access.law_of(sheet)
    if request.method == "POST":
        try:
            acts.tell_pay(request.session, *earning.read(request.POST, rules))
            return redirect("journeys:money", goal=aim.id)
        except forms.RefusedError as error:
            wrong = {error.field: error.sentence(code_of())}
    words = rules.words(lang_of())
    places = [earning.place(each, words) for each in earning.accounts(rules, sheet)]
    fields = [*earning.fields(rules, sheet, lang_of()), *earning.rate_fields(sheet)]
    for each in fields:
        each.value = request.POST.get(each.name, each.value)
        each.wrong = wrong.get(each.name, "")
    context: dict[str, Any] = {"aim": aim, "pay": fields[:-2], "rates": fields[-2:], "day": sheet.day, "wrong": wrong}
    context["places"] = [each for each in places if each.gross is not None]
    context["unpaid"] = [each for each in places if each.gross is None]
    context["lacking"] = earning.lacking(context["places"])
    context["drawn"] = any(each.net is not None for each in places)
    return render(request, "journeys/money.html", context)


@require_safe
@paced("page")
@begun(access.aim)
def money_svg(request: HttpRequest, aim: Aim, sheet: Sheet) -> HttpResponse:
    """The same as a drawing."""
    rules = access.law_of(sheet)
    drawn = earning.drawing(earning.paid(earning.accounts(rules, sheet)), rules.words(lang_of()))
    return HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")


def _planned(aim: Aim, sheet: Sheet) -> tuple[Aim, Any, Words]:
    interview = standing.seat(aim, sheet)
    return aim, result.plan_of(aim, interview), words_of(interview)


def _told(aim: Aim, plan: Any, words: Words) -> dict[str, object]:
    return {
        "aim": aim,
        "plan": plan,
        "rows": printing.rows(plan, words),
        "told": printing.headline(plan, words),
        "sections": printing.sections(plan, words),
        "ask": result.asked_of(plan, words),
        "day": plan.at.book.days.on,
        "start": plan.start,
        "lang": words.lang,
    }


@require_safe
@paced("page")
@begun(access.journey)
def plan(request: HttpRequest, aim: Aim, sheet: Sheet) -> HttpResponse:
    """The plan: tasks in order, papers, fees, dates."""
    return render(request, "journeys/plan.html", _told(*_planned(aim, sheet)))


@require_safe
@paced("search")
@begun(access.journey)
def plan_pdf(request: HttpRequest, aim: Aim, sheet: Sheet) -> HttpResponse:
    """The plan as PDF; where the system cannot print, a page that says so and how to print otherwise."""
    try:
        body = printing.pdf(_told(*_planned(aim, sheet)))
    except printing.NoPrinterError:
        return render(request, "journeys/no_pdf.html", {"aim": aim}, status=503)
    return _file(body, "application/pdf", aim, "pdf")


@require_safe
@paced("page")
@begun(access.journey)
def plan_file(request: HttpRequest, aim: Aim, sheet: Sheet, form: str) -> HttpResponse:
    """The plan for a calendar, a program, or a text."""
    _, made, words = _planned(aim, sheet)
    body: Any
    match form:
        case "ics":
            body = calendar(made, words.lang)
        case "md":
            body = markdown(made, words.lang)
        case _:
            body = printing.as_json(plain(made, words.lang))
    return _file(body, FILES[form], aim, form)


def _file(body: bytes | str, kind: str, aim: Aim, ending: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{aim.id.removeprefix("journey.")}.{ending}"'
    return response
