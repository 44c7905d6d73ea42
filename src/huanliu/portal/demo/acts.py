"""Loading the demonstration set: into an empty database, whole or not at all."""

from __future__ import annotations

import base64
import hashlib
import hmac
import random
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import F

from huanliu.base import clock
from huanliu.portal.cases.models import Notice
from huanliu.portal.demo import coming, handling, registering
from huanliu.portal.demo.cast import document, people
from huanliu.portal.demo.crowd import FIRST, crowd
from huanliu.portal.demo.telling import Stage, lines, tell
from huanliu.portal.documents import storage
from huanliu.portal.documents.models import Paper
from huanliu.portal.front.mark import forget
from huanliu.portal.people.models import User
from huanliu.portal.record.models import Entry

# The acts of the story register themselves.
TELLERS = (coming, handling, registering)
BEGINS = 120
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


class NotEmptyError(Exception):
    """Somebody is here already."""


class InProductionError(Exception):
    """Real people use this place."""


def demonstrate() -> int:
    """Load the set; how many people there are then. Raises NotEmptyError or InProductionError, and leaves everything as it was."""
    if settings.PRODUCTION:
        raise InProductionError("HUANLIU_PRODUCTION is on: no invented people where real ones are served")
    with no_mail(), whole_or_not():
        if not is_empty():
            raise NotEmptyError("the database is not empty: the demonstration is loaded into an empty one only")
        _told()
        # Nobody reads the mail of invented people: what was written to them counts as sent at its hour.
        Notice.objects.update(claimed=F("made"), sent=F("made"))
    return User.objects.count()


def is_empty() -> bool:
    """Whether nobody has an account here and nothing has happened yet."""
    return not User.objects.exists() and not Entry.objects.exists()


def _told() -> None:
    stage = Stage(random.Random(document("crowd.yaml")["seed"]))
    password, many = make_password(password_here()), crowd(stage, "")
    many.password = password
    story = {ago: list(told) for ago, told in groupby(lines(), key=lambda line: -int(line["day"]))}
    with clock.told_by(lambda: stage.moment):
        for ago in range(max(BEGINS, FIRST), 0, -1):
            stage.go_to(stage.day(-ago))
            for person in people().values():
                if person.since == ago:
                    coming.come(stage, person, password)
            tell(stage, story.get(ago, ()))
            many.day(ago)


def password_here() -> str:
    """The one password of all invented people, another one in each place: it follows from the place's secret."""
    found = hmac.new(settings.SECRET_KEY.encode(), b"huanliu demonstration", hashlib.sha256).digest()
    return "demo-" + base64.b32encode(found)[:12].decode().lower()


@contextmanager
def whole_or_not() -> Iterator[None]:
    """One transaction; what fails leaves no file either."""
    before = set(storage.orphans((), older_than=0))
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        _remove_since(before)
        raise NotEmptyError("somebody else is loading the demonstration, or came meanwhile") from error
    except BaseException:
        _remove_since(before)
        forget()
        raise


def _remove_since(before: set[str]) -> None:
    kept = before | set(Paper.objects.values_list("stored", flat=True))
    for name in set(storage.orphans(kept, older_than=0)) - before:
        storage.remove(name)


@contextmanager
def no_mail() -> Iterator[None]:
    """No mail leaves meanwhile."""
    before, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, NO_MAIL
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = before
