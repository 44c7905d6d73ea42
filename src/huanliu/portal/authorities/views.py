"""The officers of an authority: who runs it appoints them, says what they may do, and ends their posts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from huanliu.portal.authorities import acts
from huanliu.portal.authorities.access import account_named, officer_required, officers_of, other_officer_of
from huanliu.portal.authorities.forms import AppointForm, RolesForm
from huanliu.portal.authorities.leaving import held_by
from huanliu.portal.authorities.models import Officer
from huanliu.portal.front.templatetags.words import plainly

form_page = require_http_methods(["GET", "HEAD", "POST"])


@officer_required("administrator")
@form_page
def officers(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Who serves here, and appointing somebody."""
    form = AppointForm(officer, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _appointed(officer, form):
        messages.success(request, plainly("authorities.done_appointed"))
        return redirect("authorities:officers")
    rows = [(each, held_by(each)) for each in officers_of(officer.authority)]
    context = {"officer": officer, "rows": rows, "form": form}
    return render(request, "authorities/officers.html", context, status=400 if form.errors else 200)


def _appointed(officer: Officer, form: AppointForm) -> bool:
    said = form.cleaned_data
    user = account_named(said["email"])
    if user is None:
        form.add_error("email", plainly("authorities.refused_no_account"))
        return False
    try:
        acts.appoint(user, officer.authority, said["layer"], said["roles"], officer.user.public)
    except acts.RefusedPostError as error:
        form.add_error("email", plainly(error.key))
        return False
    return True


@officer_required("administrator")
@form_page
def roles(request: HttpRequest, officer: Officer, public: str) -> HttpResponse:
    """What somebody may do."""
    found = other_officer_of(officer, public)
    data = request.POST if request.method == "POST" else None
    form = RolesForm(found.authority, found.layer, data, initial={"roles": sorted(found.roles)})
    if request.method == "POST" and form.is_valid():
        acts.change_roles(found, form.cleaned_data["roles"], officer.user.public)
        messages.success(request, plainly("authorities.done_roles"))
        return redirect("authorities:officers")
    context = {"officer": officer, "found": found, "form": form, "held": held_by(found)}
    return render(request, "authorities/roles.html", context, status=400 if form.errors else 200)


@officer_required("administrator")
@form_page
def end(request: HttpRequest, officer: Officer, public: str) -> HttpResponse:
    """End a post, once that was said twice."""
    found = other_officer_of(officer, public)
    if request.method == "POST":
        acts.end_post(found, officer.user.public)
        messages.success(request, plainly("authorities.done_ended"))
        return redirect("authorities:officers")
    return render(request, "authorities/end.html", {"officer": officer, "found": found, "held": held_by(found)})
