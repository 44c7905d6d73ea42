"""What the register holds about a person goes out, and goes away, with the person's data."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from huanliu.portal.consent.retention import sweep
from huanliu.portal.obstacles import held
from huanliu.portal.obstacles.models import Obstacle
from huanliu.portal.people.models import User

pytestmark = pytest.mark.django_db
Moved = Callable[..., Obstacle]


def test_a_report_with_the_address_of_an_account_is_in_its_export(reported: Obstacle, lin: User, ho: User) -> None:
    (found,) = held.exported(lin.public)["obstacles"]
    assert (found["public"], found["told"]) == (reported.public, reported.told)
    assert held.exported(ho.public) == {"obstacles": [], "moderated": []} and held.counted(lin.public) == {"report": 1}


def test_what_nobody_has_read_goes_whole(reported: Obstacle, lin: User) -> None:
    assert held.destroyed(lin.public) == [] and not Obstacle.objects.exists()


def test_of_what_is_public_the_reporters_words_go(reported: Obstacle, lin: User, moved: Moved) -> None:
    moved(reported, "classify")
    held.destroyed(lin.public)
    left = Obstacle.objects.get()
    assert (left.told, left.contact, left.title_en) == ("", "", "Licence not counted")


def test_a_consent_taken_back_takes_the_address(reported: Obstacle, lin: User) -> None:
    held.forgotten(lin.public, frozenset({"family"}))
    assert Obstacle.objects.get().contact
    held.forgotten(lin.public, frozenset({"report"}))
    assert Obstacle.objects.get().contact == ""


def test_the_words_outlive_the_end_by_their_term_and_no_longer(reported: Obstacle, moved: Moved) -> None:
    ended = moved(reported, "reject").moved.date()
    sweep(ended + datetime.timedelta(days=1800))
    assert Obstacle.objects.get().told
    sweep(ended + datetime.timedelta(days=1900))
    assert Obstacle.objects.get().told == ""
