"""My page: profiles, the family, the account, tokens."""

from __future__ import annotations

import datetime
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huanliu.base.clock import today
from huanliu.errors import SubjectError
from huanliu.portal.bay import law_words
from huanliu.portal.consent.purposes import purpose
from huanliu.portal.consent.showing import lines
from huanliu.portal.consent.step_up import step_up_to_post
from huanliu.portal.front.limits import limited
from huanliu.portal.people import access, acts, facts
from huanliu.portal.people.forms import AccountForm, FactForm, MemberForm, ProfileForm, TokenForm, said, shown_input
from huanliu.portal.people.models import Profile, User

# The journeys desk keeps the answers of the interview here, fact -> plain value; and its own notes beside them.
ANSWERS, INTERVIEW = "answers", "interview"


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _code() -> str:
    return get_language() or "en"


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _answers(request: HttpRequest) -> dict[str, Any]:
    found = request.session.get(ANSWERS)
    return found if isinstance(found, dict) else {}


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Profiles, and the ways to everything else of one's own."""
    profiles = _me(request).profiles.prefetch_related("members")
    return render(request, "people/home.html", {"profiles": profiles, "answers": len(_answers(request))})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_profile(request: HttpRequest) -> HttpResponse:
    """A profile, empty or of the answers of the interview."""
    form = ProfileForm(_sent(request), initial={"answers": bool(_answers(request))})
    if request.method == "POST" and form.is_valid():
        answers = _answers(request) if form.cleaned_data["answers"] else {}
        try:
            made = acts.make_profile(_me(request), form.cleaned_data["name"], facts.readable(answers))
        except acts.ConsentNeededError as error:
            return _consent_needed(request, error.purposes, reverse("people:new_profile"))
        except acts.RefusedError as error:
            form.add_error("name", said(error.key))
        else:
            if made.left:
                return _left_out(request, made)
            return redirect("people:profile", public=made.profile.public)
    context = {"form": form, "answers": len(_answers(request))}
    return render(request, "people/new_profile.html", context, status=400 if form.errors else 200)


def _consent_needed(request: HttpRequest, names: list[str], back: str) -> HttpResponse:
    """Nothing was kept: these consents come first, one at a time."""
    context = {"purposes": [purpose(name) for name in names], "back": back}
    return render(request, "people/consent_needed.html", context, status=409)


def _left_out(request: HttpRequest, made: acts.Made) -> HttpResponse:
    context = {"made": made, "purposes": [purpose(name) for name in made.left]}
    return render(request, "people/left_out.html", context)


@login_required
@require_safe
def profile(request: HttpRequest, public: str) -> HttpResponse:
    """The facts of a profile by topic, and the family."""
    found = access.profile_of(_me(request), public)
    context = {
        "profile": found,
        "topics": facts.topics(found.facts, _code()),
        "family": [(member, facts.shown_row(member.row, _code())) for member in found.members.all()],
        "query": request.GET.get("q", "")[:80],
        "found": facts.find(request.GET.get("q", "")[:80], _code()),
        "answers": len(_answers(request)),
    }
    return render(request, "people/profile.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fact(request: HttpRequest, public: str, name: str) -> HttpResponse:
    """One fact."""
    found, name = access.profile_of(_me(request), public), access.fact_named(name)
    form = FactForm(name, _sent(request), initial={"value": shown_input(name, found.facts.get(name))})
    if request.method == "POST" and form.is_valid():
        try:
            acts.set_fact(found, name, form.cleaned_data["value"])
        except acts.ConsentNeededError as error:
            return _consent_needed(request, error.purposes, request.path)
        return redirect("people:profile", public=public)
    stated, words = facts.stated(name), law_words(_code())
    context = {
        "profile": found,
        "name": name,
        "form": form,
        "label": words.label(name),
        "asks": getattr(stated, "asks", None) or getattr(stated, "label", None),
        "unit": form.kind.currency or form.kind.unit,
        "kind": form.kind.name,
        "told": name in found.facts,
        "sensitive": getattr(stated, "sensitivity", "") == "sensitive",
    }
    return render(request, "people/fact.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def forget_fact(request: HttpRequest, public: str, name: str) -> HttpResponse:
    """Not known any more."""
    acts.forget_fact(access.profile_of(_me(request), public), access.fact_named(name))
    return redirect("people:profile", public=public)


@login_required
@require_POST
def rename(request: HttpRequest, public: str) -> HttpResponse:
    """Another name for a profile."""
    found, form = access.profile_of(_me(request), public), ProfileForm(request.POST)
    if not form.is_valid():
        messages.error(request, said("people.wrong.name"))
        return redirect("people:profile", public=public)
    try:
        acts.rename(found, form.cleaned_data["name"])
    except acts.RefusedError as error:
        messages.error(request, said(error.key))
    return redirect("people:profile", public=public)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_profile(request: HttpRequest, public: str) -> HttpResponse:
    """A profile deleted, after one more look."""
    found = access.profile_of(_me(request), public)
    if request.method == "POST":
        acts.delete_profile(found)
        messages.info(request, said("people.said_deleted"))
        return redirect("people:home")
    return render(request, "people/delete_profile.html", {"profile": found})


@login_required
@require_POST
def use(request: HttpRequest, public: str) -> HttpResponse:
    """The facts of a profile as the answers of the interview."""
    request.session[ANSWERS] = acts.use(access.profile_of(_me(request), public))
    # What the interview before noted (asked, not known) was about other answers.
    request.session.pop(INTERVIEW, None)
    messages.info(request, said("people.said_used"))
    return redirect(_journeys())


def _journeys() -> str:
    """Where interviews start; the home page while the desk of journeys is not there."""
    try:
        return reverse("journeys:choose")
    except NoReverseMatch:
        return reverse("front:home")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, public: str, person: str = "") -> HttpResponse:
    """A family member, new or known."""
    found = access.profile_of(_me(request), public)
    known = access.member_of(found, person) if person else None
    start = {"name": known.name, **facts_shown(known.row)} if known else {}
    form = MemberForm(_sent(request), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            acts.keep_member(found, form.cleaned_data["name"], {**form.not_asked(known), **form.row}, known)
        except acts.ConsentNeededError as error:
            return _consent_needed(request, error.purposes, request.path)
        except (acts.RefusedError, SubjectError) as error:
            form.add_error(None, said(getattr(error, "key", "people.wrong.value")))
        else:
            return redirect("people:profile", public=public)
    history = lines(_me(request).public, access.history_of(known), _code()) if known else []
    context = {"profile": found, "member": known, "form": form, "history": history}
    return render(request, "people/member.html", context, status=400 if form.errors else 200)


def facts_shown(row: dict[str, Any]) -> dict[str, Any]:
    """A family member as the form writes it."""
    return {
        key: {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value
        for key, value in row.items()
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_member(request: HttpRequest, public: str, person: str) -> HttpResponse:
    """A family member no longer in the profile, after one more look."""
    found = access.profile_of(_me(request), public)
    known = access.member_of(found, person)
    if request.method == "POST":
        acts.remove_member(known)
        messages.info(request, said("people.said_member_removed"))
        return redirect("people:profile", public=public)
    context = {"profile": found, "member": known, "row": facts.shown_row(known.row, _code())}
    return render(request, "people/remove_member.html", context)


@login_required
@require_POST
def alone(request: HttpRequest, public: str) -> HttpResponse:
    """There is no family member; or that is not known."""
    found: Profile = access.profile_of(_me(request), public)
    try:
        acts.set_alone(found, request.POST.get("alone") == "yes")
    except acts.ConsentNeededError as error:
        return _consent_needed(request, error.purposes, reverse("people:profile", args=[public]))
    except acts.RefusedError as error:
        messages.error(request, said(error.key))
    return redirect("people:profile", public=public)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Name and language, and the ways to password, second factor and sessions."""
    me = _me(request)
    form = AccountForm(_sent(request), initial={"name": me.name, "language": me.language})
    if request.method == "POST" and form.is_valid():
        acts.change_account(me, form.cleaned_data["name"], form.cleaned_data["language"])
        messages.info(request, said("people.said_saved"))
        return redirect("people:account")
    return render(request, "people/account.html", {"form": form}, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@step_up_to_post
@limited("token")
def tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens, and a new one, whose text is on the answer to the post and nowhere else."""
    start = {"expires": (today() + datetime.timedelta(days=90)).isoformat(), "scopes": ["law", "assess"]}
    form, shown = TokenForm(_sent(request), initial=start), ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            _, shown = acts.make_token(_me(request), data["name"], data["scopes"], data["expires"])
            form = TokenForm(initial=start)
        except acts.RefusedError as error:
            form.add_error("name", said(error.key))
    context = {"form": form, "shown": shown, "tokens": _me(request).tokens.all(), "today": today()}
    return render(request, "people/tokens.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def revoke_token(request: HttpRequest, public: str) -> HttpResponse:
    """A token that reaches nothing from now on."""
    acts.revoke_token(access.token_of(_me(request), public))
    return redirect("people:tokens")
