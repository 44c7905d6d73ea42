"""Two days side by side: what went, what came, and nothing else."""

from __future__ import annotations

import datetime
import re

import pytest

from huanliu.law.calendar import first_day, spans
from huanliu.portal.bay import the_bay
from huanliu.portal.law.changes import coming, events, lately, of_year
from huanliu.portal.law.reading import DAYS_KEPT, material, voice
from huanliu.portal.law.wording import TOKENS, _pieces, compare, wording
from huanliu.reference.voice import Voice

TODAY = datetime.date(2026, 11, 20)
CHANGED = [each for each in the_bay().law.provisions.values() if len(spans(each)) > 1]


def pieces(before: str, after: str, lang: str) -> list[tuple[str, str]]:
    return list(_pieces(before, after, TOKENS[lang]))


def test_english_differs_by_words() -> None:
    assert pieces("at least 24 months", "at least 36 months", "en") == [
        ("same", "at least "),
        ("gone", "24"),
        ("new", "36"),
        ("same", " months"),
    ]


def test_chinese_differs_by_characters_and_keeps_numbers_whole() -> None:
    assert pieces("须年满18岁", "应年满21岁", "zh") == [
        ("gone", "须"),
        ("new", "应"),
        ("same", "年满"),
        ("gone", "18"),
        ("new", "21"),
        ("same", "岁"),
    ]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("text", ["HK$2,500,000 or more — 及 1.5 倍", "", "a  b\n c", "居留權"])
def test_tokens_lose_nothing(lang: str, text: str) -> None:
    assert "".join(TOKENS[lang].findall(text)) == text.replace("\n", "\n")


def test_a_day_beside_itself_differs_in_nothing() -> None:
    for provision in CHANGED[:10]:
        assert not any(s.changed for s in compare(material(TODAY), material(TODAY), provision, voice("en")))


@pytest.mark.parametrize("code", ["en", "zh-hant"])
def test_both_texts_can_be_read_out_of_the_comparison(code: str) -> None:
    """Without what came it is the old wording, without what went the new one, line by line."""
    for provision in CHANGED[::8]:
        day = first_day(provision.versions[-1])
        assert day is not None
        before, after = material(day - datetime.timedelta(days=1)), material(day)
        sections = compare(before, after, provision, voice(code))
        for side, of in (("gone", before), ("new", after)):
            kept = sorted(line for section in sections for line in lines(section, side))
            assert kept == sorted(text for part in wording(of, provision, voice(code)).values() for _, text in part)


def lines(section: object, side: str) -> list[str]:
    rows = ("".join(text for kind, text in row.pieces if kind in ("same", side)) for row in section.rows)  # type: ignore[attr-defined]
    return [row for row in rows if row]


def test_only_so_many_days_are_kept() -> None:
    for number in range(DAYS_KEPT + 10):
        material(TODAY + datetime.timedelta(days=number))
    assert material.cache_info().currsize == DAYS_KEPT


def test_events_stand_on_their_days() -> None:
    assert all(event.day > TODAY for event in coming(TODAY))
    assert all(TODAY - datetime.timedelta(days=365) < event.day <= TODAY for event in lately(TODAY))
    assert {event.day.year for event in of_year(2024)} == {2024}
    assert all("mo" in event.places for event in coming(TODAY, "mo"))


def test_the_longer_first_stay_of_the_top_talent_pass_is_an_event() -> None:
    found = [e for e in events() if e.what == "changed" and e.about[0].id == "hk.ttps.a"]
    assert [event.day for event in found] == [datetime.date(2024, 10, 16)]


def test_a_number_that_changes_says_from_what_to_what() -> None:
    spoken: Voice = voice("en")
    told = [(e.value(e.before, spoken), e.value(e.after, spoken)) for e in events() if e.what == "number"]
    assert any(re.search(r"\d", before) and before != after for before, after in told)
