"""Sessions: Django's own in everything but the way to the table."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huanliu.base.clock import now
from huanliu.portal.front.stored import SessionStore

WORK = "/en/journeys/journey.work_in_hong_kong"


def begun(**held: object) -> SessionStore:
    store = SessionStore()
    store.update(held)
    store.save()
    return store


@pytest.mark.django_db
def test_what_one_store_writes_the_other_reads() -> None:
    key = begun(person="Lin").session_key
    assert dict(db.SessionStore(key).items()) == dict(SessionStore(key).items()) == {"person": "Lin"}
    theirs = db.SessionStore(key)
    theirs["person"] = "Ho"
    theirs.save()
    ours = SessionStore(key)
    assert ours["person"] == "Ho"
    ours["person"] = "Silva"
    ours.save()
    assert db.SessionStore(key)["person"] == "Silva"


@pytest.mark.django_db
def test_a_session_past_its_end_is_none() -> None:
    store = begun(person="Lin")
    Session.objects.update(expire_date=now() - datetime.timedelta(seconds=1))
    late = SessionStore(store.session_key)
    assert late.get("person") is None and late.session_key is None


@pytest.mark.django_db
def test_a_session_that_was_ended_in_the_meantime_stays_ended() -> None:
    store = begun(person="Lin")
    Session.objects.all().delete()
    store["person"] = "Ho"
    with pytest.raises(UpdateError):
        store.save()
    assert not Session.objects.exists()


@pytest.mark.django_db
def test_writing_puts_its_end_off() -> None:
    store = begun()
    Session.objects.update(expire_date=now() + datetime.timedelta(seconds=5))
    store.save()
    assert Session.objects.get().expire_date > now() + datetime.timedelta(hours=1)


def test_an_answer_costs_one_reading_and_one_writing_and_its_page_one_reading(
    client: Client, db: None, settings: Any
) -> None:
    client.post(f"{WORK}/", {})
    with CaptureQueriesContext(connection) as asked:
        client.post(f"{WORK}/answer/person.age", {"answer": "35"})
    assert verbs(asked) == ["SELECT", "UPDATE"]
    # A demonstration also looks whether its people are there.
    settings.PRODUCTION = True
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{WORK}/question")
    assert verbs(asked) == ["SELECT"]


def verbs(asked: CaptureQueriesContext) -> list[str]:
    return [each["sql"].split()[0] for each in asked.captured_queries]
