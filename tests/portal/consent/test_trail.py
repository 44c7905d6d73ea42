"""The trail as its person reads it: every event in words, in every language, and each look once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases.models import Case
from huanliu.portal.cases.timeline import timeline
from huanliu.portal.consent.showing import event_text
from huanliu.portal.desks import acts as desk
from huanliu.portal.people.models import User
from huanliu.portal.record.trail import events
from huanliu.portal.words import catalogue, say
from tests.portal.casework import admission, filed, ho_post, lin_drafted

__all__ = ["filed", "ho_post", "lin_drafted"]
pytestmark = pytest.mark.django_db
CODES = [code for code, _ in settings.LANGUAGES]


@pytest.mark.parametrize("event", sorted(events()))
def test_every_event_has_words_of_its_own_in_every_language(event: str) -> None:
    word = catalogue()[f"event.{event}"]
    assert word.text.en and word.text.zh_hans and word.pt
    assert all(event_text(event, code) != say("event.other", code) for code in CODES)


def test_an_event_without_words_is_still_a_line() -> None:
    assert event_text("a.new_event", "en") == say("event.other", "en")


def test_a_look_is_one_line_wherever_it_is_shown(
    as_: Callable[[User], Client], lin: User, filed: Case, ho_post: Officer
) -> None:
    desk.look_at_file(admission(filed), ho_post, filed.facts)
    client = as_(lin)
    looks, trail = client.get("/en/me/data/looks/").text, client.get("/en/me/data/trail/").text
    assert looks.count("Immigration Department") == 1 and trail.count("Data were looked at") == 1
    assert [line.event_key for line in timeline(filed)].count("cases.event_file_looked") == 1


def test_a_line_says_to_what_one_agreed_and_over_which_border_data_went(
    as_: Callable[[User], Client], lin: User, filed: Case
) -> None:
    page = as_(lin).get("/en/me/data/trail/").text
    assert "A consent was given: Keeping your papers" in page and "Data went over a border: Hong Kong" in page
