"""The language of the pages; for who is signed in also the language in which notices are written."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import translate_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from huanliu.portal.front.views import bad_request
from huanliu.portal.people import acts


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """The page one came from in another language, and every later one."""
    code, here = request.POST.get("language", ""), request.POST.get("next", "/")
    if code not in dict(settings.LANGUAGES):
        return bad_request(request)
    if not url_has_allowed_host_and_scheme(here, {request.get_host()}, request.is_secure()):
        here = "/"
    if request.user.is_authenticated:
        acts.change_language(request.user, code)
    # An address is understood in its own language only, whatever the one that was chosen before.
    with translation.override(translation.get_language_from_path(here) or code):
        response = redirect(translate_url(here, code))
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, samesite="Lax", secure=settings.PRODUCTION, httponly=True)
    return response
