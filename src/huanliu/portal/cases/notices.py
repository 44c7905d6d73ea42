"""Telling people by e-mail that something happened in their case. The e-mail itself says nothing personal: it leads to the page.

The row is written with the act, so that a kill loses nothing; it is claimed before it is sent, so that two workers do not both send
it; a claim that led nowhere is taken up again, under the same Message-ID, by which mail systems drop a second copy.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from huanliu.base.clock import now
from huanliu.portal.cases.models import Case, Notice
from huanliu.portal.record import drill
from huanliu.portal.words import say

STALE = datetime.timedelta(minutes=10)


def put(case: Case, key: str) -> Notice:
    """Write a notice into the running transaction; it is sent once that has ended well."""
    notice = Notice.objects.create(person=case.person, key=key, case=case.public, made=now())
    # Robust: a mail server that is down must not turn a finished act into an error.
    transaction.on_commit(lambda: deliver(notice.pk), robust=True)
    return notice


def deliver(number: int) -> bool:
    """Send one notice unless somebody else does."""
    if not Notice.objects.filter(_free(), pk=number).update(claimed=now()):
        return False
    drill.point("notice.claimed")
    notice = Notice.objects.select_related("person").filter(pk=number)[0]
    try:
        message(notice).send()
    except OSError:
        # Told again by send_notices.
        Notice.objects.filter(pk=number).update(claimed=None)
        return False
    drill.point("notice.sent")
    return bool(Notice.objects.filter(pk=number).update(sent=now()))


def _free() -> Q:
    return Q(sent=None) & (Q(claimed=None) | Q(claimed__lt=now() - STALE))


def deliver_all() -> int:
    """Send what waits; how many were sent."""
    return sum(deliver(number) for number in list(Notice.objects.filter(_free()).values_list("pk", flat=True)))


def message(notice: Notice) -> EmailMessage:
    """The e-mail in the person's language."""
    code = notice.person.language if notice.person.language in dict(settings.LANGUAGES) else "en"
    with translation.override(code):
        address = settings.SITE_ADDRESS + reverse("cases:case", args=[notice.case])
    what = say(notice.key, code)
    body = say("cases.notice_body", code, what=what, address=address)
    headers = {"Message-ID": f"<{notice.public}@huanliu>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(say("cases.notice_subject", code), body, to=[notice.person.email], headers=headers)
