"""Workload and delay: ages, medians and missed days by authority and layer, drawn and in a table; nobody who applied is named."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest
from django.test import Client

from huanliu.base.clock import now, today
from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases.models import Case, Task
from huanliu.portal.desks import access
from huanliu.portal.desks.charts import LONGEST, START, bars
from huanliu.portal.desks.workload import BANDS, Band, workload
from tests.portal.casework import admission, officer

AsOfficer = Callable[[Officer], Client]


def aged(case: Case, key: str, days: int, **fields: object) -> Task:
    """A task that reached the desk of the Immigration Department so many days ago."""
    moment = now() - datetime.timedelta(days=days)
    own = {"authority": "hk.immd", "state": "ready", "ready_at": moment, "due": None, **fields}
    Task.objects.filter(case=case, key=key).update(**own)
    return case.tasks.get(key=key)


@pytest.fixture
def busy(filed: Case) -> Case:
    """Three tasks open, of 3, 20 and 70 days, two past their day; two decided, one after its day."""
    yesterday = today() - datetime.timedelta(days=1)
    aged(filed, "admission.1", 3)
    aged(filed, "tax.1", 20, due=yesterday)
    aged(filed, "mpf.1", 70, due=yesterday, layer="coordination")
    aged(filed, "identity_card.1", 40, state="granted", decided_at=now(), due=yesterday)
    aged(filed, "extension.1", 10, state="refused", decided_at=now(), due=today())
    return filed


def test_by_layer_with_ages_medians_and_missed_days(busy: Case, ho_post: Officer) -> None:
    load = workload(ho_post)
    rows = {each.layer: each for each in load.by_desk}
    execution, coordination = rows["execution"], rows["coordination"]
    assert (execution.open, execution.median_age, execution.oldest_days, execution.overdue) == (2, 11.5, 20, 1)
    assert (execution.decided, execution.median_days, execution.missed) == (2, 25.0, 1)
    assert (coordination.open, coordination.oldest_days, coordination.overdue) == (1, 70, 1)
    assert (coordination.decided, coordination.median_days, coordination.missed) == (0, None, 0)
    assert (load.median_age, load.overdue, load.missed, load.without_due) == (20.0, 2, 1, 1)
    assert [(each.count, each.late) for each in load.bands] == [(1, 0), (0, 0), (1, 1), (0, 0), (1, 1)]


def test_what_was_withdrawn_or_decided_long_ago_does_not_count(busy: Case, ho_post: Officer) -> None:
    old = now() - datetime.timedelta(days=91)
    Task.objects.filter(case=busy, key="identity_card.1").update(decided_at=old)
    Task.objects.filter(case=busy, key="extension.1").update(state="withdrawn")
    assert (workload(ho_post).decided, workload(ho_post).median_days, workload(ho_post).missed) == (0, None, 0)


def test_a_desk_sees_its_own_and_a_coordinator_every_desk_that_is_looked_after(busy: Case, chan: Officer) -> None:
    pires = officer("pires@example.org", "Pires", "mo.psp", "coordination", "coordinator")
    assert workload(pires, access.coordinated_by(pires)).by_desk == []
    seen = {each.authority for each in workload(chan, access.coordinated_by(chan)).by_desk}
    assert {"hk.immd", "cn.nia"} <= seen


def test_the_drawing_says_what_the_table_says_and_names_nobody(
    as_officer_: AsOfficer, busy: Case, ho_post: Officer
) -> None:
    page = as_officer_(ho_post).get("/en/desk/workload").text
    drawn = re.search(r"<svg.*?</svg>", page, re.S)
    assert drawn is not None and 'role="img"' in drawn[0] and "<title" in drawn[0]
    for words in ("0 to 7 days", "61 days and more", "1 (1 past their day)"):
        assert words in drawn[0]
    assert "style=" not in page and busy.person.name not in page and busy.person.email not in page
    for words in ("Median age in days", "Decided after their day", "execution", "coordination"):
        assert words in page


def test_bars_stand_one_after_the_other_and_the_longest_is_whole() -> None:
    counts = [
        Band(first, last, count, late)
        for (first, last), count, late in zip(BANDS, (4, 0, 2, 1, 1), (1, 0, 2, 0, 1), strict=True)
    ]
    drawing = bars(counts)
    first, empty = drawing.bars[0], drawing.bars[1]
    assert first.width + first.late_width == LONGEST and first.late_x == START + first.width
    assert (empty.width, empty.late_width) == (0, 0)
    assert [each.y for each in drawing.bars] == sorted({each.y for each in drawing.bars})
    assert drawing.height > drawing.bars[-1].y + drawing.bar
    nothing = bars([Band(0, None, 0, 0)])
    assert nothing.bars[0].width == 0


def test_an_empty_desk_has_a_page(as_officer_: AsOfficer, ho_post: Officer) -> None:
    page = as_officer_(ho_post).get("/en/desk/workload")
    assert page.status_code == 200 and "not known" in page.text


def test_the_admission_is_the_oldest(filed: Case, ho_post: Officer) -> None:
    assert workload(ho_post).oldest == admission(filed)
