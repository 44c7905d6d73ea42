"""An interview that is taken up again stands where it stood: the portal builds one anew for every request."""

from __future__ import annotations

from typing import Any

import pytest

import huanliu
from huanliu.engine.asking import interview
from huanliu.engine.asking.interview import SKIP, Interview

GOAL = "journey.work_in_hong_kong"
ANSWERS: dict[str, Any] = {
    "person.age": 30,
    "person.hk_permission": SKIP,
    "person.residence_status": ["mainland_resident"],
}


def test_it_asks_on_as_if_it_had_never_stopped() -> None:
    book = huanliu.load().book("2026-11-20")
    walked = Interview(book, [GOAL])
    for name, value in ANSWERS.items():
        walked.answer(name, value)
    resumed = Interview(book, [GOAL], dict(walked.facts), skipped=walked.skipped)
    first, second = walked.next(), resumed.next()
    assert first is not None and second is not None and first.fact == second.fact
    assert resumed.skipped == {"person.hk_permission"} and resumed.open == walked.open
    assert "person.hk_permission" not in resumed.open


def test_what_is_known_is_not_skipped() -> None:
    book = huanliu.load().book("2026-11-20")
    resumed = Interview(book, [GOAL], {"person.age": 30}, skipped=["person.age"])
    assert resumed.skipped == frozenset() and resumed.facts["person.age"] == 30


def test_where_not_all_can_be_kept_the_ones_asked_for_last_are(monkeypatch: pytest.MonkeyPatch) -> None:
    book = huanliu.load().book("2026-11-18")
    doors = len(Interview(book, [GOAL]).goals)
    kept = book.plans["agendas"]
    kept.clear()
    monkeypatch.setattr(interview, "MOST_KEPT", doors)
    first = Interview(book, [GOAL])
    before = dict(kept)
    Interview(book, [GOAL], {"person.age": 30})
    assert len(kept) == doors and not set(kept) >= set(before)
    again = Interview(book, [GOAL], {"person.age": 30})
    assert len(kept) == doors and again.statuses().keys() == first.statuses().keys()
