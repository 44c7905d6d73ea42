"""Which text and which number answers on a day, in force and as known, from tables."""

from __future__ import annotations

from datetime import date

import pytest

from huanliu.engine.bay import Bay
from huanliu.law.calendar import Force, change_days, members_on, spans, value_on, version_on
from huanliu.law.model import Provision
from tests.small import bay_with, small_law

LAW = small_law()


def day(text: str) -> date:
    return date.fromisoformat(text)


# provision, on, known on, first day of the version that answers, how it stands
STANDS = [
    ("town.pass", "2019-12-31", None, None, Force.NOT_YET),
    ("town.pass", "2020-01-01", None, "2020-01-01", Force.IN_FORCE),
    ("town.pass", "2025-06-30", None, "2020-01-01", Force.IN_FORCE),
    ("town.pass", "2025-07-01", None, "2025-07-01", Force.IN_FORCE),
    ("town.pass", "2025-07-01", "2025-04-30", "2020-01-01", Force.IN_FORCE),
    ("town.pass", "2025-07-01", "2025-05-01", "2025-07-01", Force.IN_FORCE),
    ("town.pass", "2020-01-01", "2019-12-01", "2020-01-01", Force.IN_FORCE),
    ("town.pass", "2020-01-01", "2019-11-30", None, Force.NOT_KNOWN_THEN),
    ("town.proposal", "2026-06-01", None, "2020-01-01", Force.PROPOSAL),
    ("town.proposal", "2019-06-01", None, None, Force.NOT_YET),
    ("town.trial", "2025-12-31", None, "2024-01-01", Force.IN_FORCE),
    ("town.trial", "2026-01-01", None, "2024-01-01", Force.TRIAL_RAN_OUT),
    ("town.rough", "2010-05-30", None, None, Force.START_UNKNOWN),
    ("town.rough", "2010-05-31", None, "rough", Force.IN_FORCE),
    ("town.rough", "2026-06-30", None, "rough", Force.IN_FORCE),
    ("town.rough", "2026-07-01", None, None, Force.ENDED),
    ("town.rough", "2026-06-01", "2010-05-30", None, Force.NOT_KNOWN_THEN),
    ("town.settlement", "2030-12-31", None, "2021-01-01", Force.IN_FORCE),
    ("town.settlement", "2031-01-01", None, None, Force.ENDED),
    # Without a day of publication it counts as known from its first day.
    ("town.settlement", "2021-01-01", "2020-12-31", None, Force.NOT_KNOWN_THEN),
]


@pytest.mark.parametrize(("name", "on", "known_on", "start", "force"), STANDS)
def test_a_version_answers(name: str, on: str, known_on: str | None, start: str | None, force: Force) -> None:
    version, stands = version_on(LAW.provisions[name], day(on), day(known_on) if known_on else None)
    assert stands is force
    if start is None:
        assert version is None
    else:
        assert version is not None
        assert version.start == (None if start == "rough" else day(start))


def test_every_way_of_standing_is_in_the_table() -> None:
    assert {row[4] for row in STANDS} == set(Force)


def gap() -> Provision:
    bay: Bay = bay_with(gap="versions: [{from: 2020-01-01, to: 2020-12-31}, {from: 2022-01-01}]")
    return bay.law.provisions["town.gap"]


def test_between_two_versions_nothing_is_in_force() -> None:
    provision = gap()
    assert version_on(provision, day("2020-12-31"))[1] is Force.IN_FORCE
    assert version_on(provision, day("2021-06-01"))[1] is Force.ENDED
    assert version_on(provision, day("2022-01-01"))[1] is Force.IN_FORCE


def test_a_version_ends_where_the_next_begins() -> None:
    ends = [(span.start, span.end) for span in spans(LAW.provisions["town.pass"])]
    assert ends == [(day("2020-01-01"), day("2025-06-30")), (day("2025-07-01"), None)]
    assert [span.end for span in spans(LAW.provisions["town.pass"], day("2025-01-01"))] == [None]


def test_each_of_three_versions_ends_where_the_next_begins() -> None:
    bay = bay_with(three="versions: [{from: 2020-01-01}, {from: 2021-01-01, to: 2021-06-30}, {from: 2022-01-01}]")
    ends = [span.end for span in spans(bay.law.provisions["town.three"])]
    assert ends == [day("2020-12-31"), day("2021-06-30"), None]


# parameter, on, known on, value
VALUES = [
    ("floor", "2019-12-31", None, None),
    ("floor", "2020-01-01", None, "1000"),
    ("floor", "2024-01-01", None, "2000.50"),
    ("floor", "2024-01-01", "2024-02-29", "1000"),
    ("floor", "2026-12-31", None, "2000.50"),
    ("floor", "2027-01-01", None, "3000"),
    ("floor", "2027-12-31", None, "3000"),
    ("floor", "2028-01-01", None, "2000.50"),
    ("opened", "1900-01-01", None, "2022-02-22"),
]


@pytest.mark.parametrize(("name", "on", "known_on", "value"), VALUES)
def test_a_number_of_the_law_on_a_day(name: str, on: str, known_on: str | None, value: str | None) -> None:
    dated = value_on(LAW.parameters[name], day(on), day(known_on) if known_on else None)
    assert (None if dated is None else str(dated.value)) == value


def test_members_come_and_go_on_their_own_days() -> None:
    schools = LAW.parameters["schools"]
    assert members_on(schools, day("2020-12-31")) == ("Old Hall",)
    assert members_on(schools, day("2022-06-01")) == ("Harbour College", "Delta University", "Old Hall")
    assert members_on(schools, day("2023-06-30")) == ("Harbour College", "Delta University")
    assert members_on(schools, day("2023-07-01")) == ("Delta University",)


def test_the_days_of_change_are_first_days_and_the_days_after_last_ones() -> None:
    assert list(map(str, change_days(LAW.parameters["schools"]))) == [
        "2021-01-01",
        "2022-01-01",
        "2023-01-01",
        "2023-07-01",
    ]
    assert list(map(str, change_days(LAW.parameters["floor"]))) == [
        "2020-01-01",
        "2024-01-01",
        "2027-01-01",
        "2028-01-01",
    ]
