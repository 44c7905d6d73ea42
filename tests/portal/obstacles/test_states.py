"""The table of states: every act in every state, allowed or refused, and nothing by halves."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from huanliu.portal.names import public_id
from huanliu.portal.obstacles import acts, states
from huanliu.portal.obstacles.models import Move, Obstacle, Owner
from huanliu.portal.obstacles.states import STATES, TABLE, step_of
from huanliu.portal.record.models import Entry

pytestmark = pytest.mark.django_db
TO = {
    "new": (),
    "classified": ("classify",),
    "owned": ("classify", "own"),
    "in_work": ("classify", "own", "begin"),
    "resolved": ("classify", "own", "resolve"),
    "unresolvable": ("classify", "own", "declare"),
    "rejected": ("reject",),
}
ACTS = sorted({step.act for step in TABLE})
Moved = Callable[..., Obstacle]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_in_every_state(reported: Obstacle, moved: Moved, state: str, act: str) -> None:
    obstacle = moved(reported, *TO[state])
    assert obstacle.state == state
    step, before = step_of(act, state), Move.objects.count()
    if step is None:
        with pytest.raises(acts.NotNowError):
            moved(obstacle, act)
        assert Move.objects.count() == before
    else:
        assert moved(obstacle, act).state == step.after
        assert Move.objects.count() == before + 1


def test_every_state_can_be_reached_and_every_end_opened_again() -> None:
    assert {step.after for step in TABLE} == set(STATES)
    assert {step.before for step in TABLE if step.act == "reopen"} == set(states.CLOSED)
    assert len({(step.act, step.before) for step in TABLE}) == len(TABLE)


def test_who_saw_an_older_state_is_told_and_changes_nothing(reported: Obstacle, moved: Moved) -> None:
    seen = moved(reported, "classify", "own")
    moved(seen, "own")
    with pytest.raises(acts.NotNowError):
        acts.move(seen, "resolve", "ho", "done")
    assert Obstacle.objects.get(pk=seen.pk).state == "owned"


def test_an_act_that_fails_leaves_nothing(reported: Obstacle, moved: Moved) -> None:
    obstacle = moved(reported, "classify")
    count = Entry.objects.count()
    with pytest.raises(KeyError):
        acts.move(obstacle, "own", "ho", "why", owners={"hk": "only one side"}, target=datetime.date(2030, 1, 1))
    assert Obstacle.objects.get(pk=obstacle.pk).state == "classified"
    assert (Owner.objects.count(), Entry.objects.count()) == (0, count)


def test_each_act_is_one_event_without_anybodys_words(reported: Obstacle, moved: Moved) -> None:
    moved(reported, "classify", "own", "begin", "resolve")
    events = list(Entry.objects.values_list("event", flat=True))
    assert events == ["obstacle.reported", *["obstacle.moved"] * 4]
    assert not any("licence" in entry.body.text for entry in Entry.objects.all())


def test_the_address_of_the_reporter_goes_with_the_end(reported: Obstacle, moved: Moved) -> None:
    assert moved(reported, "classify", "own").contact == "lin@example.org"
    assert moved(reported, "resolve").contact == ""


def test_each_side_has_one_owner(reported: Obstacle, moved: Moved) -> None:
    moved(reported, "classify", "own", "own")
    assert sorted(Owner.objects.values_list("jurisdiction", flat=True)) == ["hk", "mainland"]


@pytest.mark.parametrize(
    "change",
    [
        {"state": "lost"},
        {"kind": "other"},
        {"direction": "hk->hk"},
        {"state": "owned", "title_en": "x"},
        {"state": "classified"},
    ],
)
def test_the_database_refuses_what_cannot_be(reported: Obstacle, change: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Obstacle.objects.filter(pk=reported.pk).update(**change)


def test_sent_twice_it_is_one_report() -> None:
    given = acts.Report(public_id(), "en", "the same thing happened to me", "hk->mo")
    assert acts.report(given).pk == acts.report(given).pk
    assert (Obstacle.objects.count(), Entry.objects.count()) == (1, 1)
