"""A person's papers: the list, handing one in, having it back, deleting it."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huanliu.portal.consent.access import granted
from huanliu.portal.documents import access, acts
from huanliu.portal.documents.downloads import as_download
from huanliu.portal.documents.forms import PaperForm
from huanliu.portal.documents.sniffing import PaperRefusedError
from huanliu.portal.front.limits import limited
from huanliu.portal.front.templatetags.words import plainly
from huanliu.portal.people.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("paper")
def papers(request: HttpRequest) -> HttpResponse:
    """Everything handed in, and a form to hand in more."""
    person = cast(User, request.user)
    form = PaperForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            acts.hand_in(person, form.cleaned_data["kind"], file.name, file.read(settings.PAPER_MAX_BYTES + 1))
            messages.success(request, plainly("documents.handed_in"))
            return redirect("documents:papers")
        except PaperRefusedError as error:
            form.add_error("file", plainly(error.key, **error.parts))
    may_keep = acts.PURPOSE in granted(person.public)
    context = {
        "may_keep": may_keep,
        "papers": access.papers_of(person),
        "form": form,
        "most": settings.PAPER_MAX_BYTES // 1_000_000,
    }
    return render(request, "documents/papers.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def download(request: HttpRequest, public: str) -> HttpResponse:
    """One's own paper back."""
    return as_download(access.own_paper(cast(User, request.user), public))


@login_required
@require_POST
def remove(request: HttpRequest, public: str) -> HttpResponse:
    """Delete a paper that no desk holds."""
    paper = access.own_paper(cast(User, request.user), public)
    try:
        acts.remove(paper)
        messages.success(request, plainly("documents.removed"))
    except PaperRefusedError as error:
        messages.error(request, plainly(error.key, **error.parts))
    return redirect("documents:papers")
