"""Names on the law's lists are taken in any of their spellings; close ones are said back."""

import pytest

from huanliu.engine.bay import load
from huanliu.engine.names import folded, settled

FACT = "person.bachelor_university"
STATUTES = load().statutes


@pytest.mark.parametrize(
    "given", ["Sun Yat-sen University", "sun yat sen university", "中山大学", "ＳＵＮ ＹＡＴ-ＳＥＮ University"]
)
def test_a_listed_name_in_another_spelling_is_the_listed_one(given: str) -> None:
    facts, doubts = settled({FACT: given}, STATUTES)

    assert facts[FACT] == "Sun Yat-sen University"
    assert doubts == []


@pytest.mark.parametrize(
    ("fact", "given", "code"),
    [
        ("person.nationality", "China", "CHN"),
        ("person.nationality", "chn", "CHN"),
        ("person.nationality", "葡萄牙", "PRT"),
        ("person.nationality", "英國", "GBR"),
        ("person.hukou_city", "广州", "guangzhou"),
        ("person.hukou_city", "无", "none"),
        ("person.school_district", "Bao'an", "baoan"),
        ("vehicle.registration_city", "Shaoguan", "Shaoguan"),
    ],
)
def test_a_place_may_be_given_by_its_name(fact: str, given: str, code: str) -> None:
    assert settled({fact: given}, STATUTES)[0][fact] == code


def test_a_close_name_is_said_back_and_never_guessed() -> None:
    facts, doubts = settled({FACT: "Sun Yatsen Univ"}, STATUTES)

    assert facts[FACT] == "Sun Yatsen Univ"
    assert doubts[0].nearest == "Sun Yat-sen University"
    assert "did you mean 'Sun Yat-sen University'?" in doubts[0].sentence()


def test_a_name_like_no_other_stays_and_is_said_to_be_on_no_list() -> None:
    facts, doubts = settled({FACT: "Night School of Nowhere"}, STATUTES)

    assert facts[FACT] == "Night School of Nowhere"
    assert doubts[0].nearest is None
    assert "on no list of the law" in doubts[0].sentence()


def test_facts_that_no_list_holds_stay_as_they_are() -> None:
    given = {"person.service_offered": "chn", "person.nationality": "Ruritania", "person.age": 30}

    assert settled(given, STATUTES) == (given, [])


def test_folding_forgets_case_width_and_punctuation() -> None:
    assert folded("Sun Yat-sen  UNIVERSITY") == folded("sunyatsenuniversity")
