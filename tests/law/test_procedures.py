"""How a thing is done: papers, fees, durations; and the windows where it is done."""

from __future__ import annotations

import datetime
from decimal import Decimal

from huanliu.base.language import Text
from huanliu.law.model import Count, Duration, Fee, Procedure
from tests.small import small_law

LAW = small_law()
PASS = LAW.provisions["town.pass"].procedure
HALL = LAW.services["town.hall"]


def test_a_paper_has_an_id_words_of_its_own_or_both() -> None:
    assert [(paper.id, paper.label and paper.label.en) for paper in PASS.documents] == [
        ("passport", None),
        ("photograph", "two photographs"),
        (None, "a letter"),
    ]
    assert LAW.documents["passport"] == Text("passport", "护照")


def test_fees_durations_and_lapses_are_numbers() -> None:
    assert PASS.fees == (Fee(Text("stamp", "印花"), Decimal("5.5"), "HKD"),)
    assert PASS.takes == Duration(Decimal(2), Decimal(4), "weeks")
    assert PASS.lapses is not None and (PASS.lapses.after, PASS.lapses.unit) == (3, "months")
    assert (PASS.online, len(PASS.steps)) == (True, 2)


def test_what_is_not_stated_is_not_known() -> None:
    assert LAW.provisions["town.points"].procedure == Procedure()
    assert (Procedure().online, Procedure().takes, Procedure().fee) == (None, None, None)


def test_a_window_says_what_it_does_and_how_many_things_on_which_day() -> None:
    assert HALL.items == Count(12, "2026-01", "the board at the door")
    assert HALL.verified_on == datetime.date(2026, 1, 31)
    (errand,) = HALL.errands
    assert (errand.online, errand.provisions, errand.documents) == (True, ("town.pass",), ("passport",))
