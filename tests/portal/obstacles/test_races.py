"""Two at once: one report, one supporter, one step, and no more of a limit than there is. Needs a database that two can open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from huanliu.portal.front import limits
from huanliu.portal.names import public_id
from huanliu.portal.obstacles import acts
from huanliu.portal.obstacles.models import Obstacle, Support
from huanliu.portal.record import trail

MANY = 8
GUARD = {
    "postgresql": "ALTER TABLE record_entry {} TRIGGER record_entry_only_grows",
}


def guard(word: str) -> None:
    """The guard of the audit trail, which would keep these tests from cleaning up behind themselves."""
    with connection.cursor() as cursor:
        cursor.execute(GUARD[connection.vendor].format(word))


@pytest.fixture(scope="module")
def guarded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Whatever happens here, the guard stands again for everybody else."""
    if connection.vendor not in GUARD:
        pytest.skip("SQLite in memory is one connection's; the drills open a file")
    yield
    with django_db_blocker.unblock():
        guard("ENABLE")


@pytest.fixture(autouse=True)
def _shared(guarded: None, transactional_db: None) -> Iterator[None]:
    yield
    guard("DISABLE")


def at_once(act: Callable[[], Any]) -> list[Any]:
    """What came of an act that many do in the same moment; an error is an outcome too."""

    def one(_: int) -> Any:
        try:
            return act()
        except acts.NotNowError as error:
            return type(error)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


def a_report() -> Obstacle:
    return acts.report(acts.Report(public_id(), "en", "they would not let me through", "mainland->hk"))


def test_a_report_sent_many_times_is_one() -> None:
    given = acts.Report(public_id(), "en", "they would not let me through", "mainland->hk")
    assert len({made.pk for made in at_once(lambda: acts.report(given))}) == 1
    assert trail.verify() == 1


def test_of_many_moderators_one_is_first_and_the_others_are_told() -> None:
    obstacle = a_report()
    words = {"title_en": "t", "summary_en": "s"}
    outcomes = at_once(lambda: acts.move(obstacle, "classify", "ho", "why", words, "law"))
    assert sorted(map(str, outcomes)) == sorted(["None", *[str(acts.NotNowError)] * (MANY - 1)])
    assert Obstacle.objects.get().moves.count() == 1


def test_a_supporter_counts_once_however_quick() -> None:
    obstacle = a_report()
    acts.move(obstacle, "classify", "ho", "why", {"title_en": "t", "summary_en": "s"}, "law")
    seen = Obstacle.objects.get()
    assert sum(at_once(lambda: acts.support(seen, "lin"))) == 1
    assert Support.objects.count() == 1


def test_no_more_of_a_limit_than_there_is() -> None:
    assert sum(at_once(lambda: limits.take("obstacle.report", "lin"))) == limits.LIMITS["obstacle.report"].size
