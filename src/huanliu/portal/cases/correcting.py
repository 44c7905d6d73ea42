"""The pages on which a person corrects a fact of a filed case."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from huanliu.portal.cases import access, amending
from huanliu.portal.cases.actors import RefusedActError
from huanliu.portal.cases.forms import CorrectForm
from huanliu.portal.cases.shown import shown_facts
from huanliu.portal.cases.views import person_of, posted
from huanliu.portal.front.templatetags.words import page_language, plainly
from huanliu.portal.people.facts import stated
from huanliu.portal.people.forms import shown_input


@login_required
@require_safe
def facts(request: HttpRequest, public: str) -> HttpResponse:
    """What the case rests on, what was corrected since, and what became of it."""
    found = access.own_case(person_of(request), public)
    code, facts = page_language(), amending.stated_now(found)
    context = {
        "case": found,
        "facts": shown_facts({name: facts[name] for name in facts if facts[name] is not None}, code),
        "correctable": amending.correctable(found) if found.state != "withdrawn" else [],
        "amendments": amending.shown_amendments(found, code),
    }
    return render(request, "cases/facts.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, public: str, name: str) -> HttpResponse:
    """Correct one fact."""
    found = access.own_case(person_of(request), public)
    fact = access.own_fact(found, name)
    held = amending.stated_now(found).get(fact)
    form = CorrectForm(fact, posted(request), initial={"value": shown_input(fact, held)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            amending.correct(found, fact, said["value"], said["words"])
            messages.success(request, plainly("cases.fact_corrected"))
        except RefusedActError as error:
            messages.error(request, plainly(error.key))
        return redirect("cases:facts", public)
    law, kind = stated(fact), form.kind
    context = {"case": found, "form": form, "kind": kind.name, "unit": kind.currency or kind.unit}
    context |= {"label": law and law.label, "asks": law and (law.asks or law.label)}
    return render(request, "cases/correct.html", context, status=400 if form.errors else 200)
