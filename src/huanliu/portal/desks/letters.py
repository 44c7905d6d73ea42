"""Telling people by e-mail that what they asked about their data was answered. The e-mail itself says nothing personal."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from huanliu.portal.consent.models import Request
from huanliu.portal.people.models import User
from huanliu.portal.words import say


def answered(asked: Request) -> None:
    """Sends it once the running transaction has ended well; a mail server that is down undoes no answer."""
    transaction.on_commit(lambda: _send(asked), robust=True)


def _send(asked: Request) -> None:
    user = User.objects.filter(public=asked.person, is_active=True).first()
    if user is None:
        return
    code = user.language if user.language in dict(settings.LANGUAGES) else "en"
    with translation.override(code):
        address = settings.SITE_ADDRESS + reverse("consent:request", args=[asked.public])
    send_mail(say("desks.answer_mail_title", code), say("desks.answer_mail", code, address=address), None, [user.email])
