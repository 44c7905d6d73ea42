"""A person's cases: review and file, follow, give papers, answer, ask for a human to look again, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huanliu.base.clock import today
from huanliu.errors import HuanliuError, UnknownNameError
from huanliu.portal.cases import access, acts
from huanliu.portal.cases.actors import RefusedActError
from huanliu.portal.cases.bundling import as_pdf, bundle
from huanliu.portal.cases.choosing import choices_from
from huanliu.portal.cases.filing import Draft, draft
from huanliu.portal.cases.forms import AnswerForm, FilingForm, GiveForm, ReviewForm, SendForm, chosen_in
from huanliu.portal.cases.guarding import guarding
from huanliu.portal.cases.models import Case
from huanliu.portal.cases.outlook import days_of, shown_tasks
from huanliu.portal.cases.records import shown_record
from huanliu.portal.cases.reviewing import asked, counted, looked_at
from huanliu.portal.cases.shown import shown_facts
from huanliu.portal.cases.timeline import timeline
from huanliu.portal.consent.access import granted, listed_purpose
from huanliu.portal.consent.acts import RefusedError, give_consent
from huanliu.portal.documents import acts as papers
from huanliu.portal.documents.access import papers_of
from huanliu.portal.documents.models import Paper
from huanliu.portal.documents.sniffing import PaperRefusedError
from huanliu.portal.front import mark
from huanliu.portal.front.limits import limited, paced
from huanliu.portal.front.templatetags.words import html_language, page_language, plainly
from huanliu.portal.journeys.printing import NoPrinterError
from huanliu.portal.names import public_id
from huanliu.portal.people.models import User

# Where the journeys desk keeps the answers of the interview, and this one what was chosen for a filing.
ANSWERS, CHOICES = "answers", "filing"


def person_of(request: HttpRequest) -> User:
    """Who is signed in."""
    return cast(User, request.user)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form sent, even where that is nothing; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def tried(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    """Do it, and say that it was done or why not."""
    try:
        act()
        messages.success(request, plainly(done))
    except RefusedActError as error:
        messages.error(request, plainly(error.key))


@login_required
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Everything filed."""
    return render(request, "cases/cases.html", {"cases": access.cases_of(person_of(request))})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("filing")
def file(request: HttpRequest, journey: str) -> HttpResponse:
    """What would go to whom, what is chosen of it, each consent on its own; and filing it."""
    try:
        drafted = _drafted(request, journey)
    except UnknownNameError as error:
        raise Http404 from error
    except HuanliuError as error:
        return render(request, "cases/cannot_file.html", {"sentence": error.sentence()}, status=400)
    asked_of = guarding(drafted.facts, person_of(request).public)
    form = FilingForm(asked_of, posted(request), initial={"filing": public_id()})
    if request.method == "POST":
        elsewhere = _before_filing(request, journey, drafted)
        if elsewhere is not None:
            return elsewhere
        if form.is_valid() and drafted.here:
            said = form.cleaned_data.get("guardian", asked_of.known)
            case = acts.file(person_of(request), drafted, form.cleaned_data["filing"], guardian=said)
            _choose(request, journey, None)
            return redirect("cases:case", case.public)
    context = {**_review(person_of(request), drafted, form), "guarding": asked_of}
    return render(request, "cases/review.html", context, status=400 if form.errors else 200)


def _drafted(request: HttpRequest, journey: str) -> Draft:
    chosen = choices_from((request.session.get(CHOICES) or {}).get(journey))
    return draft(journey, request.session.get(ANSWERS) or {}, choices=chosen)


def _choose(request: HttpRequest, journey: str, chosen: dict[str, list[str]] | None) -> None:
    others = {name: kept for name, kept in (request.session.get(CHOICES) or {}).items() if name != journey}
    request.session[CHOICES] = others if chosen is None else {**others, journey: chosen}


def _before_filing(request: HttpRequest, journey: str, drafted: Draft) -> HttpResponse | None:
    """What the form did beside filing: a choice, a consent. What is filed was looked at as it is filed, so the page comes again."""
    chosen, do = chosen_in(request.POST, drafted), request.POST.get("do", "file")
    changed = chosen != drafted.current
    if changed:
        _choose(request, journey, {key: choice.plain for key, choice in chosen.items()})
    if do.startswith("agree."):
        _agree(request, do.removeprefix("agree."))
    elif changed and do == "file":
        messages.warning(request, plainly("cases.changed_first"))
    elif not changed and do == "file":
        return None
    return redirect(f"{request.path}#{'consents' if do.startswith('agree.') else 'tasks'}")


def _agree(request: HttpRequest, name: str) -> None:
    """One consent on its own, in the words that the page showed."""
    wanted = listed_purpose(name)
    try:
        give_consent(person_of(request).public, wanted, page_language(), request.POST.get(f"shown.{name}", ""))
        messages.success(request, plainly("consent.said_given"))
    except RefusedError as error:
        messages.error(request, plainly(error.key))


def _review(person: User, drafted: Draft, form: FilingForm) -> dict[str, object]:
    looked = looked_at(drafted, person.public)
    return {
        "draft": drafted,
        "counted": counted(looked),
        "form": form,
        "filing": form["filing"].value(),
        "looked": looked,
        "facts": shown_facts(drafted.facts, page_language()),
        "consents": asked(drafted, person.public, page_language()),
    }


@login_required
@require_safe
def case(request: HttpRequest, public: str) -> HttpResponse:
    """How a case stands, what is needed, what happened."""
    return _case_page(request, access.own_case(person_of(request), public))


def _case_page(request: HttpRequest, found: Case, wrong: str = "", kind: str = "") -> HttpResponse:
    tasks = list(found.tasks.select_related("case__person").prefetch_related("corrections", "decisions"))
    context = {
        "case": found,
        "shown": shown_tasks(tasks, found.person.public),
        "days": days_of(found, tasks),
        "tasks": tasks,
        "may_keep": papers.PURPOSE in granted(found.person.public),
        "by_key": {task.key: task for task in tasks},
        "needed": access.papers_needed(found),
        "wanted": access.kinds_wanted(found),
        "papers": papers_of(found.person),
        "timeline": timeline(found),
        "wrong": wrong,
        "wrong_kind": kind,
        "most": settings.PAPER_MAX_BYTES // 1_000_000,
    }
    return render(request, "cases/case.html", context, status=400 if wrong else 200)


@login_required
@require_POST
@limited("paper")
def give(request: HttpRequest, public: str) -> HttpResponse:
    """Give a paper to every task that asks for it."""
    found = access.own_case(person_of(request), public)
    form = GiveForm(papers_of(found.person), request.POST, request.FILES)
    if not form.is_valid():
        return _case_page(request, found, plainly("cases.give_wrong"), request.POST.get("kind", ""))
    kind = form.cleaned_data["kind"]
    try:
        paper = _given(form, found, kind)
    except PaperRefusedError as error:
        return _case_page(request, found, plainly(error.key, **error.parts), kind)
    if paper is None:
        return _case_page(request, found, plainly("cases.give_wrong"), kind)
    tried(request, lambda: acts.give_paper(found, kind, paper), "cases.given")
    return redirect("cases:case", found.public)


def _given(form: GiveForm, found: Case, kind: str) -> Paper | None:
    """A new file where one was sent, else the one chosen. A kind that the case does not ask for takes nothing in."""
    upload = form.cleaned_data["file"]
    if upload is None:
        return form.chosen()
    if kind not in access.kinds_wanted(found):
        return None
    return papers.hand_in(found.person, kind, upload.name, upload.read(settings.PAPER_MAX_BYTES + 1))


@login_required
@require_POST
def send(request: HttpRequest, public: str, task: str) -> HttpResponse:
    """Send a task that was held back."""
    found, form = access.own_task(person_of(request), public, task), SendForm(request.POST)
    sure = form.is_valid() and form.cleaned_data["sure"]
    tried(request, lambda: acts.send(found, sure), "cases.sent")
    return redirect("cases:case", public)


@login_required
@require_POST
def elsewhere(request: HttpRequest, public: str, task: str) -> HttpResponse:
    """A task that the person does elsewhere."""
    found = access.own_task(person_of(request), public, task)
    tried(request, lambda: acts.do_elsewhere(found), "cases.now_elsewhere")
    return redirect("cases:case", public)


@login_required
@require_POST
def report(request: HttpRequest, public: str, task: str) -> HttpResponse:
    """What was done elsewhere is done."""
    found = access.own_task(person_of(request), public, task)
    tried(request, lambda: acts.report_done(found), "cases.reported")
    return redirect("cases:case", public)


@login_required
@require_POST
def show_papers(request: HttpRequest, public: str) -> HttpResponse:
    """Show papers that were kept back for a consent."""
    left = acts.show_papers(access.own_case(person_of(request), public))
    messages.info(request, plainly("cases.papers_still_back" if left else "cases.papers_shown"))
    return redirect("cases:case", public)


@login_required
@require_safe
def whole(request: HttpRequest, public: str) -> HttpResponse:
    """The case in one bundle, to read and to print."""
    return render(request, "cases/bundle.html", _bundle(request, public))


@login_required
@require_safe
@paced("search")
def whole_pdf(request: HttpRequest, public: str) -> HttpResponse:
    """The same as PDF; where the server cannot make one, the page says how to print."""
    context = _bundle(request, public)
    try:
        body = as_pdf(context)
    except NoPrinterError:
        return render(request, "cases/bundle.html", {**context, "no_pdf": True}, status=503)
    headers = {"Content-Disposition": 'attachment; filename="case.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def _bundle(request: HttpRequest, public: str) -> dict[str, object]:
    found, code = access.own_case(person_of(request), public), page_language()
    return {**bundle(found, code), "today": today(), "page_lang": html_language(code)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, public: str, task: str) -> HttpResponse:
    """Answer what an officer asked."""
    found = access.own_task(person_of(request), public, task)
    correction = access.open_correction(found)
    if correction is None:
        messages.error(request, plainly("cases.not_now"))
        return redirect("cases:case", public)
    form = AnswerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        tried(request, lambda: acts.answer(correction, form.cleaned_data["answer"]), "cases.answered")
        return redirect("cases:case", public)
    context = {"task": found, "correction": correction, "form": form}
    return render(request, "cases/answer.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, public: str, task: str) -> HttpResponse:
    """Ask for a human to look again."""
    found = access.own_task(person_of(request), public, task)
    form = ReviewForm(posted(request))
    if request.method == "POST" and form.is_valid():
        tried(request, lambda: acts.ask_review(found, form.cleaned_data["words"]), "cases.review_asked")
        return redirect("cases:case", public)
    return render(request, "cases/look_again.html", {"task": found, "form": form}, status=400 if form.errors else 200)


@login_required
@require_safe
def decision(request: HttpRequest, public: str, decision: str) -> HttpResponse:
    """How something was decided: by which office, by which clause, on which facts, what the engine had found; and asking for a human."""
    found = access.own_decision(person_of(request), public, decision)
    context = {"decision": found, "task": found.task, "shown": shown_record(found, page_language())}
    return render(request, "cases/decision.html", context)


@login_required
@require_safe
def record(request: HttpRequest, public: str, decision: str) -> HttpResponse:
    """The decision record as JSON: what the command line runs again."""
    found = access.own_decision(person_of(request), public, decision)
    headers = {"Content-Disposition": 'attachment; filename="decision-record.json"'}
    records = [{**found.record, **mark.in_json()}] if found.record else []
    return JsonResponse(records, safe=False, headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 1})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public: str) -> HttpResponse:
    """Take a case back, once one has said so twice."""
    found = access.own_case(person_of(request), public)
    if request.method == "POST":
        tried(request, lambda: acts.withdraw(found), "cases.withdrawn")
        return redirect("cases:case", public)
    return render(request, "cases/withdraw.html", {"case": found})
