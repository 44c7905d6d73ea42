"""A person's cases: review and file, follow, give papers, answer, ask for a human to look again, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huanliu.errors import HuanliuError, UnknownNameError
from huanliu.portal.cases import access, acts
from huanliu.portal.cases.actors import RefusedActError
from huanliu.portal.cases.filing import Draft, draft
from huanliu.portal.cases.forms import AnswerForm, FilingForm, GiveForm, ReviewForm
from huanliu.portal.cases.models import Case
from huanliu.portal.cases.shown import shown_facts
from huanliu.portal.cases.timeline import timeline
from huanliu.portal.consent.access import granted
from huanliu.portal.consent.purposes import purpose
from huanliu.portal.documents import acts as papers
from huanliu.portal.documents.access import papers_of
from huanliu.portal.documents.models import Paper
from huanliu.portal.documents.sniffing import PaperRefusedError
from huanliu.portal.front.limits import limited
from huanliu.portal.front.templatetags.words import page_language, plainly
from huanliu.portal.names import public_id
from huanliu.portal.people.models import User

# Where the journeys desk keeps the answers of the interview.
ANSWERS = "answers"


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
    """What would go to whom; and filing it."""
    try:
        drafted = draft(journey, request.session.get(ANSWERS) or {})
    except UnknownNameError as error:
        raise Http404 from error
    except HuanliuError as error:
        return render(request, "cases/cannot_file.html", {"sentence": error.sentence()}, status=400)
    form = FilingForm(posted(request), initial={"filing": public_id()})
    if request.method == "POST" and form.is_valid() and drafted.tasks:
        case = acts.file(person_of(request), drafted, form.cleaned_data["filing"])
        return redirect("cases:case", case.public)
    return render(
        request, "cases/review.html", _review(person_of(request), drafted, form), status=400 if form.errors else 200
    )


def _review(person: User, drafted: Draft, form: FilingForm) -> dict[str, object]:
    held = granted(person.public)
    consents = [(name, purpose(name).title.in_page(page_language())[0], name in held) for name in drafted.consents]
    facts = shown_facts(drafted.facts, page_language())
    return {"draft": drafted, "form": form, "facts": facts, "filing": form["filing"].value(), "consents": consents}


@login_required
@require_safe
def case(request: HttpRequest, public: str) -> HttpResponse:
    """How a case stands, what is needed, what happened."""
    return _case_page(request, access.own_case(person_of(request), public))


def _case_page(request: HttpRequest, found: Case, wrong: str = "", kind: str = "") -> HttpResponse:
    tasks = list(found.tasks.prefetch_related("corrections", "decisions"))
    context = {
        "case": found,
        "tasks": tasks,
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
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public: str) -> HttpResponse:
    """Take a case back, once one has said so twice."""
    found = access.own_case(person_of(request), public)
    if request.method == "POST":
        tried(request, lambda: acts.withdraw(found), "cases.withdrawn")
        return redirect("cases:case", public)
    return render(request, "cases/withdraw.html", {"case": found})
