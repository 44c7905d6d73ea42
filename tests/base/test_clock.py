"""Now is asked for in one place."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

import huanliu
from huanliu.base import clock


def test_a_test_sets_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_today", lambda: datetime.date(2026, 11, 20))
    assert clock.today() == datetime.date(2026, 11, 20)


def test_nobody_else_asks_the_machine() -> None:
    asks = re.compile(r"\b(date\.today|datetime\.now|datetime\.utcnow|time\.time)\b")
    root = Path(huanliu.__file__).parent
    found = {path.relative_to(root).as_posix() for path in root.rglob("*.py") if asks.search(path.read_text("utf-8"))}
    assert found == {"base/clock.py"}


def test_a_story_sets_the_moment_and_gives_it_back() -> None:
    moment = datetime.datetime(2026, 3, 1, 9, 30, tzinfo=datetime.UTC)
    with clock.told_by(lambda: moment):
        assert (clock.now(), clock.today()) == (moment, moment.astimezone().date())
    assert clock.now() > moment
