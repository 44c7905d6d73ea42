"""Pages of organisations: HTTP in, HTTP out."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huanliu.portal.front.limits import limited
from huanliu.portal.organisations import access, acts, consented, parts, shown
from huanliu.portal.organisations.chances import chance_named, chances, route_facts
from huanliu.portal.organisations.forms import FactForm, InviteForm, MakeForm, RoleForm, said
from huanliu.portal.people.models import User


def person(request: HttpRequest) -> User:
    """Who is signed in."""
    return cast(User, request.user)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """One's organisations, and making one."""
    form = MakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = acts.make(person(request), form.cleaned_data["name"])
        return redirect("organisations:show", made.public)
    context = {"memberships": access.organisations_of(person(request)), "form": form}
    return render(request, "organisations/index.html", context)


@login_required
@require_safe
def show(request: HttpRequest, public: str) -> HttpResponse:
    """An organisation and its members."""
    return _page(request, public, InviteForm())


def _page(request: HttpRequest, public: str, form: InviteForm) -> HttpResponse:
    found = access.membership(person(request), public, "see")
    may = access.may(found)
    context = {
        "membership": found,
        "organisation": found.organisation,
        "may": may,
        "members": [
            (each, RoleForm({"role": each.role}, auto_id=f"role-{number}-%s"))
            for number, each in enumerate(found.organisation.memberships.select_related("user"))
        ],
        "invitations": access.open_invitations(found.organisation) if may["manage_members"] else [],
        "form": form,
    }
    return render(request, "organisations/show.html", context)


@login_required
@require_POST
@limited("invitation")
def invite(request: HttpRequest, public: str) -> HttpResponse:
    """Ask somebody to join."""
    found = access.membership(person(request), public, "manage_members")
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, public, form)
    told = form.cleaned_data
    try:
        acts.invite(found.organisation, person(request), told["email"], told["role"], get_language() or "en")
        messages.success(request, said("organisations.done_invited"))
    except acts.RefusedError as error:
        messages.error(request, said(error.key))
    return redirect("organisations:show", public)


@login_required
@require_POST
def end_invitation(request: HttpRequest, public: str, invitation: str) -> HttpResponse:
    """Take an invitation back."""
    found = access.membership(person(request), public, "manage_members")
    acts.end_invitation(access.invitation(found.organisation, invitation), person(request))
    return redirect("organisations:show", public)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation, and joining."""
    found = access.invitation_shown(token, person(request))
    if request.method == "POST":
        acts.accept(found, person(request))
        return redirect("organisations:show", found.organisation.public)
    context = {"invitation": found, "role": said(f"organisations.role_{found.role}")}
    return render(request, "organisations/accept.html", context)


@login_required
@require_POST
def role(request: HttpRequest, public: str, member: str) -> HttpResponse:
    """Give a member another role."""
    found = access.membership(person(request), public, "manage_members")
    chosen, form = access.member(found.organisation, member), RoleForm(request.POST)
    try:
        if form.is_valid():
            acts.change_role(chosen, person(request), form.cleaned_data["role"])
            messages.success(request, said("organisations.done_role"))
        else:
            messages.error(request, said("organisations.wrong_value"))
    except acts.RefusedError as error:
        messages.error(request, said(error.key))
    return redirect("organisations:show", public)


@login_required
@require_POST
def remove(request: HttpRequest, public: str, member: str) -> HttpResponse:
    """Let a member go, or leave."""
    own = member == person(request).public
    found = access.membership(person(request), public, "leave" if own else "manage_members")
    try:
        acts.remove(access.member(found.organisation, member), person(request))
    except acts.RefusedError as error:
        messages.error(request, said(error.key))
        return redirect("organisations:show", public)
    messages.success(request, said("organisations.done_left"))
    return redirect("organisations:index") if own else redirect("organisations:show", public)


@login_required
@require_safe
def facts(request: HttpRequest, public: str) -> HttpResponse:
    """What the law asks of an employer, and what was told."""
    found = access.membership(person(request), public, "see")
    rows = shown.fact_rows(found.organisation, get_language())
    context = {"organisation": found.organisation, "rows": rows, "may": access.may(found)}
    return render(request, "organisations/facts.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fact(request: HttpRequest, public: str, name: str) -> HttpResponse:
    """State one fact."""
    found = access.membership(person(request), public, "change_facts")
    told = access.fact_named(name)
    form = FactForm(request.POST or None, fact=told, initial=shown.initial(found.organisation, told))
    if request.method == "POST" and form.is_valid():
        acts.change_fact(found.organisation, person(request), told, form.cleaned_data["value"])
        return redirect("organisations:facts", public)
    context = {"organisation": found.organisation, "form": form, **shown.asked(told)}
    return render(request, "organisations/fact.html", context)


@login_required
@require_safe
def candidates(request: HttpRequest, public: str) -> HttpResponse:
    """Who agreed to be considered here."""
    found = access.membership(person(request), public, "see_candidates")
    whom = f"?whom={found.organisation.public}"
    address = settings.SITE_ADDRESS.rstrip("/") + reverse("consent:consent", args=["employer"]) + whom
    candidates = access.candidates(found.organisation)
    context = {"organisation": found.organisation, "candidates": candidates, "address": address}
    return render(request, "organisations/candidates.html", context)


@login_required
@require_POST
def candidate(request: HttpRequest, public: str, who: str) -> HttpResponse:
    """How the routes of a candidate stand. Looking leaves a line that the candidate sees, so it is no mere GET."""
    member = access.membership(person(request), public, "see_candidates")
    organisation, looked_at = member.organisation, access.candidate(member.organisation, who)
    known = consented.facts(looked_at, organisation, person(request), route_facts())
    begun = frozenset(organisation.parts.filter(person=looked_at.public).values_list("route", flat=True))
    found, rows = chances(organisation, known, begun), shown.Rows(organisation, get_language())
    context = {"organisation": organisation, "candidate": looked_at, "may": access.may(member)}
    context |= {"steps": rows.steps(found), **rows.routes(found)}
    return render(request, "organisations/candidate.html", context)


@login_required
@require_POST
def begin(request: HttpRequest, public: str, who: str) -> HttpResponse:
    """Begin the employer's part of a route."""
    found = access.membership(person(request), public, "begin_part")
    route = chance_named(request.POST.get("route", ""))
    acts.begin_part(found.organisation, person(request), access.candidate(found.organisation, who), route)
    messages.success(request, said("organisations.done_begun"))
    return redirect("organisations:candidates", public)


@login_required
@require_safe
def cases(request: HttpRequest, public: str) -> HttpResponse:
    """The cases on which their people named this organisation."""
    found = access.membership(person(request), public, "begin_part")
    context = {"organisation": found.organisation, "cases": access.cases(found.organisation)}
    return render(request, "organisations/cases.html", context)


@login_required
@require_POST
def case(request: HttpRequest, public: str, case: str) -> HttpResponse:
    """The employer's part of a case. Looking leaves a line that the person sees, so it is no mere GET."""
    found = access.membership(person(request), public, "begin_part")
    organisation, chosen = found.organisation, access.case(found.organisation, case)
    consented.look_at_case(chosen.person.public, organisation, person(request))
    part = parts.part(organisation, chosen, get_language())
    context = {"organisation": organisation, "case": chosen, "part": part, "may": access.may(found)}
    return render(request, "organisations/case.html", context)


@login_required
@require_POST
def state(request: HttpRequest, public: str, case: str) -> HttpResponse:
    """State the organisation's own facts in a case."""
    found = access.membership(person(request), public, "begin_part")
    chosen = access.case(found.organisation, case)
    try:
        acts.state_part(found.organisation, person(request), chosen)
        messages.success(request, said("organisations.done_stated"))
    except acts.RefusedError as error:
        messages.error(request, said(error.key))
    return redirect("organisations:cases", public)
