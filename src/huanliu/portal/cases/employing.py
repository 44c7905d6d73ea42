"""The page on which a person names the employer that has a part in a case, and sees what it stated."""

from __future__ import annotations

from attrs import frozen
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from huanliu.base.language import Text
from huanliu.portal.cases import access, acts, amending
from huanliu.portal.cases.views import person_of, tried
from huanliu.portal.consent.access import live_receipts, receipt_for, recipient_named, valid
from huanliu.portal.consent.purposes import purpose
from huanliu.portal.front.templatetags.words import page_language
from huanliu.portal.people.models import User

# Agreed to be considered by it, or to let it do its part.
KNOWN = ("employer", "employer_part")


@frozen
class Choice:
    """An organisation that somebody may name, and whether it may do its part already."""

    public: str
    name: Text
    agreed: bool


def choices(person: User) -> list[Choice]:
    """The organisations that a person has agreed to have to do with."""
    live = live_receipts(person.public)
    known = dict.fromkeys(whom for (name, whom), each in live.items() if name in KNOWN and whom and valid(each))
    named = [(whom, recipient_named(whom)) for whom in known]
    return [Choice(whom, name, agrees(person, whom)) for whom, name in named if name is not None]


def agrees(person: User, organisation: str) -> bool:
    """Whether a person's consent to an employer's part holds today."""
    return receipt_for(person.public, purpose("employer_part"), organisation) is not None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def employer(request: HttpRequest, public: str) -> HttpResponse:
    """Name an employer, or nobody any longer; and what it stated."""
    person = person_of(request)
    found = access.own_case(person, public)
    if request.method == "POST":
        named = request.POST.get("organisation", "")
        if named and not agrees(person, named):
            raise PermissionDenied("the consent to this employer's part is missing")
        tried(
            request,
            lambda: acts.name_employer(found, named),
            "cases.employer_named" if named else "cases.employer_gone",
        )
        return redirect("cases:employer", public)
    stated = [each for each in amending.shown_amendments(found, page_language()) if each.amendment.source]
    named_now = recipient_named(found.organisation) if found.organisation else None
    context = {"case": found, "choices": choices(person), "named": named_now, "stated": stated}
    live = bool(found.organisation) and agrees(person, found.organisation)
    return render(request, "cases/employer.html", {**context, "live": live})
