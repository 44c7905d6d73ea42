"""The desk of an officer."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huanliu.base.clock import today
from huanliu.portal.authorities.access import officer_required, officers_of
from huanliu.portal.authorities.models import WORK, Officer
from huanliu.portal.cases.amending import shown_amendment
from huanliu.portal.cases.bundling import said_by_person
from huanliu.portal.cases.models import Task
from huanliu.portal.cases.shown import TaskFinding, shown_facts, task_finding
from huanliu.portal.cases.views import posted, tried
from huanliu.portal.desks import access, acts
from huanliu.portal.desks.charts import bars
from huanliu.portal.desks.forms import AskForm, DecisionForm, HandOverForm, JointForm
from huanliu.portal.desks.standing import standing
from huanliu.portal.desks.workload import workload
from huanliu.portal.documents.downloads import as_download
from huanliu.portal.front.templatetags.words import page_language

form_page = require_http_methods(["GET", "HEAD", "POST"])


@officer_required()
@require_safe
def queue(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The queue, and what other authorities ask of this one. Who has no part in tasks is led to what he does."""
    if not officer.works:
        return redirect(access.first_page(officer))
    show = request.GET.get("show", "open")
    show = show if show in access.SHOWS else "open"
    context = {"officer": officer, "tasks": access.queue(officer, show), "show": show}
    beside = {
        "today": today(),
        "counts": access.counts(officer),
        "joint": access.joint_steps(officer),
        "corrected": access.corrected(officer),
    }
    return render(request, "desks/queue.html", {**context, **beside})


@officer_required(*WORK)
@require_safe
def task(request: HttpRequest, officer: Officer, public: str) -> HttpResponse:
    """A task without its file: how it stands, and what can be done."""
    return _task_page(request, officer, access.task_of(officer, public))


def _task_page(request: HttpRequest, officer: Officer, found: Task) -> HttpResponse:
    proposal = found.decisions.filter(state="proposed").select_related("officer__user").first()
    context = {
        "officer": officer,
        "task": found,
        "holds": found.officer_id == officer.pk,
        "here": found.layer == officer.layer,
        "colleagues": len(officers_of(found.authority, found.layer)) - 1,
        "proposal": proposal,
        "decisions": access.decisions_of(found),
        "amended": access.amended(found),
        "today": today(),
    }
    return render(request, "desks/task.html", context)


def _button(act: Callable[[Task, Officer], None], done: str) -> Callable[..., HttpResponse]:
    """A view that does one thing to a task and goes back to it."""

    @officer_required(*WORK)
    @require_POST
    def pressed(request: HttpRequest, officer: Officer, public: str) -> HttpResponse:
        found = access.task_of(officer, public)
        tried(request, lambda: act(found, officer), done)
        return redirect("desks:task", public)

    return pressed


take = _button(acts.take, "desks.taken")
release = _button(acts.release, "desks.released")
recall = _button(acts.recall, "desks.recalled")
note = _button(acts.note, "desks.noted")


@officer_required("handler", "decider", "second")
@require_POST
def file(request: HttpRequest, officer: Officer, public: str) -> HttpResponse:
    """The file: facts, papers, the engine's finding. Opening it is recorded, so it is never opened by a link."""
    return _file_page(request, officer, access.task_with_file(officer, public), None)


def _file_page(request: HttpRequest, officer: Officer, found: Task, form: DecisionForm | None) -> HttpResponse:
    finding = task_finding(found)
    amended = access.amended(found)
    read = {*(finding.facts if finding else ()), *(row.amendment.fact for row in amended)}
    acts.look_at_file(found, officer, read)
    form = form or _decision_form(found, finding)
    proposal = found.decisions.filter(state="proposed").select_related("officer__user").first()
    code = page_language()
    context = {
        "officer": officer,
        "task": found,
        "form": form,
        "proposal": proposal,
        "holds": found.officer_id == officer.pk,
        "finding": finding,
        "tree": finding and finding.tree_for_office(code),
        "provision": finding and finding.finding.ruling.provision,
        "version": finding and finding.finding.ruling.version,
        "facts": shown_facts(finding.facts, code) if finding else [],
        "earlier_word": said_by_person(found),
        "assumed": [] if finding is None else list(finding.assumed),
        "unsettled": any(row.settled is None for row in amended),
        "amended": [shown_amendment(row.amendment, code, [row]) for row in amended],
    }
    return render(request, "desks/file.html", context, status=400 if form.errors else 200)


def _decision_form(found: Task, finding: TaskFinding | None, data: QueryDict | None = None) -> DecisionForm:
    """Where the engine found nothing it tested nothing either: all is then for the officer to examine."""
    clauses = [found.provision] if finding is None else finding.clauses
    return DecisionForm(clauses, finding is None or finding.not_tested is not None, data)


@officer_required("handler", "decider", "second")
@require_POST
def paper(request: HttpRequest, officer: Officer, public: str, paper: str) -> HttpResponse:
    """A paper of the file, as a download; looking at it is recorded."""
    return as_download(access.paper_of(officer, access.task_with_file(officer, public), paper))


@officer_required("handler")
@form_page
def ask(request: HttpRequest, officer: Officer, public: str) -> HttpResponse:
    """Ask the person for a correction."""
    found = access.task_of(officer, public)
    form = AskForm(posted(request))
    if request.method == "POST" and form.is_valid():
        tried(request, lambda: acts.ask(found, officer, form.cleaned_data["question"]), "desks.asked")
        return redirect("desks:task", public)
    context = {"officer": officer, "task": found, "form": form}
    return render(request, "desks/ask.html", context, status=400 if form.errors else 200)


@officer_required("decider")
@require_POST
def decide(request: HttpRequest, officer: Officer, public: str) -> HttpResponse:
    """Propose a decision. A form that is not complete comes back with the file."""
    found = access.task_with_file(officer, public)
    finding = task_finding(found)
    form = _decision_form(found, finding, request.POST)
    if not form.is_valid():
        return _file_page(request, officer, found, form)
    said = form.cleaned_data
    record = finding.record if finding else None
    reasoned = (said["outcome"], said["reasons"], said["clause"], record, said["examined"])
    tried(request, lambda: acts.propose(found, officer, *reasoned), "desks.proposed")
    return redirect("desks:task", public)


@officer_required("handler")
@require_POST
def settle(request: HttpRequest, officer: Officer, public: str, amendment: str) -> HttpResponse:
    """Work with a corrected value, or say that it was seen."""
    row = access.affected_of(officer, public, amendment)
    taken = request.POST.get("taken") == "yes"
    tried(request, lambda: acts.settle(row, officer, taken), "desks.settled")
    return redirect("desks:task", public)


@officer_required("second")
@require_POST
def confirm(request: HttpRequest, officer: Officer, public: str) -> HttpResponse:
    """Make a proposed decision final."""
    decision = access.proposal_of(officer, public)
    tried(request, lambda: acts.confirm(decision, officer), "desks.confirmed")
    return redirect("desks:task", decision.task.public)


@officer_required("second")
@require_POST
def send_back(request: HttpRequest, officer: Officer, public: str) -> HttpResponse:
    """Not agree."""
    decision = access.proposal_of(officer, public)
    tried(request, lambda: acts.send_back(decision, officer), "desks.sent_back")
    return redirect("desks:task", decision.task.public)


@officer_required("handler", "coordinator")
@form_page
def hand_over(request: HttpRequest, officer: Officer, public: str) -> HttpResponse:
    """Give a task of the own authority to another one."""
    return _hand_over(
        request, officer, access.task_of(officer, public), "desks:queue", reverse("desks:task", args=[public])
    )


@officer_required("coordinator")
@form_page
def reassign(request: HttpRequest, officer: Officer, public: str) -> HttpResponse:
    """A coordinator gives a stuck task to another authority."""
    return _hand_over(
        request, officer, access.coordinated_task(officer, public), "desks:coordination", reverse("desks:coordination")
    )


def _hand_over(request: HttpRequest, officer: Officer, found: Task, then: str, back: str) -> HttpResponse:
    form = HandOverForm(posted(request))
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data
        tried(
            request,
            lambda: acts.hand_over(found, officer, to["authority"], to["layer"], to["reason"]),
            "desks.handed_over",
        )
        return redirect(then)
    context = {"officer": officer, "task": found, "form": form, "back": back}
    return render(request, "desks/hand_over.html", context, status=400 if form.errors else 200)


@officer_required(*WORK)
@form_page
def joint(request: HttpRequest, officer: Officer, public: str) -> HttpResponse:
    """Say something on a task of another authority that names this one too."""
    step = access.joint_step(officer, public)
    form = JointForm(posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        tried(request, lambda: acts.say_joint(step, officer, said["view"], said["words"]), "desks.viewed")
        return redirect("desks:queue")
    context = {"officer": officer, "step": step, "form": form, "standing": standing(step.task)}
    return render(request, "desks/joint.html", context, status=400 if form.errors else 200)


@officer_required("handler")
@require_POST
def remind_joint(request: HttpRequest, officer: Officer, public: str, authority: str) -> HttpResponse:
    """Remind another authority that the law names on a task of one's own authority."""
    step = access.own_joint_step(officer, public, authority)
    tried(request, lambda: acts.remind_joint(step, officer), "desks.joint_reminded")
    return redirect("desks:task", public)


@officer_required()
@require_safe
def load(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Workload and delay: of the own authority; for a coordinator of every authority that he looks after."""
    coordinated = access.coordinated_by(officer) if officer.coordinator else []
    found = workload(officer, coordinated)
    context = {"officer": officer, "load": found, "drawing": bars(found.bands), "today": today()}
    return render(request, "desks/workload.html", context)
