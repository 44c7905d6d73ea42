"""The portal's addresses, and one that goes wrong as it is told: pages that nobody can be led to otherwise."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from huanliu.portal import urls
from huanliu.portal.front import limits, views
from huanliu.portal.urls import handler400 as handler400
from huanliu.portal.urls import handler403 as handler403
from huanliu.portal.urls import handler404 as handler404
from huanliu.portal.urls import handler500 as handler500

RAISED = {400: SuspiciousOperation, 403: PermissionDenied, 404: Http404, 500: RuntimeError}


def wrong(request: HttpRequest, status: int) -> HttpResponse:
    """Fails as a view of ours would."""
    if status in RAISED:
        raise RAISED[status]
    return views.too_large(request) if status == 413 else limits.too_many(request, "export")


def stale(request: HttpRequest) -> HttpResponse:
    """What a form gets that lacks its token."""
    return views.stale_form(request)


wrongs = [path("wrong/stale", stale), path("wrong/<int:status>", wrong)]
urlpatterns = [*urls.urlpatterns, *i18n_patterns(*wrongs)]
