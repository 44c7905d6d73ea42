"""Any script finds any other, the best comes first, filters narrow down, and the words that were found are shown."""

from __future__ import annotations

import datetime

import pytest

from huanliu.portal.law.folding import _groups, alternatives, folded, pairs, stem
from huanliu.portal.law.index import the_index
from huanliu.portal.law.places import ALL_DIRECTIONS, ways
from huanliu.portal.law.search import Wish, abbreviates, around, marked, search, seen, spots, suggestions

TODAY = datetime.date(2026, 11, 20)


def ids(words: str = "", **more: object) -> list[str]:
    return [entry.id for entry in search(the_index(), Wish(words, **more), TODAY).entries]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "one, two",
    [("醫生註冊", "医生注册"), ("衞生署", "卫生署"), ("臺灣", "台湾"), ("MÉDICO", "medico"), ("説明", "说明")],
)
def test_folding_makes_the_same_of_what_reads_the_same(one: str, two: str) -> None:
    assert folded(one) == folded(two)


@pytest.mark.parametrize(
    "plural, single", [("doctors", "doctor"), ("taxes", "tax"), ("companies", "company"), ("business", "business")]
)
def test_a_plural_is_found_by_its_single(plural: str, single: str) -> None:
    assert stem(plural) == stem(single)


def test_characters_come_in_pairs() -> None:
    assert (pairs("高才通"), pairs("税")) == (["高才", "才通"], ["税"])


@pytest.mark.parametrize("one, two", [("醫生", "医生"), ("個人所得稅", "个人所得税"), ("港車北上", "港车北上")])
def test_simplified_finds_what_traditional_finds(one: str, two: str) -> None:
    assert ids(one) == ids(two) != []


def test_english_and_chinese_find_the_same_provision() -> None:
    assert {"hk.doctor.limited_registration"} <= set(ids("doctor limited registration")) & set(ids("医生有限度注册"))


@pytest.mark.parametrize("typed, expected", [("médico", "hk.doctor.special_registration"), ("advogado", "gba.lawyer")])
def test_portuguese_words_lead_to_what_the_law_is_written_in(typed: str, expected: str) -> None:
    assert any(name.startswith(expected) for name in ids(typed)[:20])


def test_another_word_for_the_same_finds_it_too() -> None:
    assert {"hk.doctor.special_registration", "cn.doctor.recognition_no_exam"} <= set(ids("醫生")) & set(ids("医师"))
    assert alternatives("香港医生执业") == ("香港医师执业",)


def test_no_word_means_two_things() -> None:
    groups = set(_groups().values())
    words = [word for group in groups for word in group]
    assert len(words) == len(set(words))
    assert {word for word in words if folded(word) != word} == set()


def test_an_abbreviation_finds_what_it_stands_for() -> None:
    assert abbreviates("高才通", "高端人才通行证") and not abbreviates("高才通", "高个子的人才不能通过")
    assert "hk.ttps.a" in ids("高才通")


def test_an_id_or_another_name_comes_first() -> None:
    assert ids("hk.ttps.a")[0] == "hk.ttps.a"
    assert ids("cn.cepa.hkss")[0] == the_provision_called("cn.cepa.hkss")


def the_provision_called(alias: str) -> str:
    return next(entry.id for entry in the_index().entries if alias in entry.names)


def test_where_no_entry_has_every_word_those_with_some_are_given_and_it_is_said() -> None:
    found = search(the_index(), Wish("科研物资 过关扫描仪仪"), TODAY)
    assert found.loose and found.entries


@pytest.mark.parametrize("words", ["", "   ", "!!!", "\u0000", "x" * 500, "الصين", "𠮷野家", "(" * 50])
def test_whatever_is_typed_is_answered(words: str) -> None:
    search(the_index(), Wish(words), TODAY)


def test_filters_narrow_down() -> None:
    assert all(name.startswith("mo.") for name in ids(place="mo"))
    assert set(ids("doctor", topic="practice")) <= set(ids("doctor"))
    assert "hk.ttps.a" in ids(direction="mainland->hk") and "hk.ttps.a" not in ids(direction="hk->mainland")
    assert "hk.doctor.special_registration" in ids(profession="doctor")
    assert ids(status="proposal") == [name for name in ids() if name in set(ids(status="proposal"))]


def test_in_force_on_a_day_is_in_force_on_that_day() -> None:
    assert "hk.ttps.a" in ids(on=TODAY)
    assert "hk.ttps.a" not in ids(on=datetime.date(2020, 1, 1))


def test_discretion_is_a_filter_and_never_both() -> None:
    left, right = set(ids(discretion="yes")), set(ids(discretion="no"))
    assert "hk.ttps.a" in left and not left & right


@pytest.mark.parametrize(
    "direction, expected",
    [
        ("hk,mo->mainland", {"hk->mainland", "mo->mainland"}),
        ("hk<->sz (Hetao, both parks)", {"hk->mainland", "mainland->hk"}),
        ("within hk", {"hk->hk"}),
        ("mo", {"mo->mo"}),
        ("within mainland, mainland->hk,mo users", {"mainland->mainland", "mainland->hk", "mainland->mo"}),
        ("mo->hengqin->mainland", {"mo->mainland", "mainland->mainland"}),
        (None, set()),
    ],
)
def test_a_direction_is_told_in_pairs(direction: str | None, expected: set[str]) -> None:
    assert ways(direction) == expected


def test_every_direction_of_the_packs_can_be_looked_for() -> None:
    lost = [
        entry.id for entry in the_index().entries if entry.provision and entry.provision.direction and not entry.ways
    ]
    assert lost == []
    assert len(set(ALL_DIRECTIONS)) == 15


def test_what_was_looked_for_is_marked_and_everything_else_escaped() -> None:
    assert (
        marked("<b>Doctors & 醫生</b>", ("doctor", "医生"))
        == '&lt;b&gt;<mark>Doctors</mark> &amp; <mark><span lang="zh">醫生</span></mark>&lt;/b&gt;'
    )
    assert spots("a doctor, a doctor", ("doctor",)) == [(2, 8), (12, 18)]


def test_words_found_in_another_language_are_shown_in_it() -> None:
    entry = next(entry for entry in the_index().entries if entry.id == "cn.doctor.national_exam.hk_macao")
    shown = seen(entry, ("permanent",), "zh-Hant")
    assert shown.lang == "en" and shown.text is not None and "<mark>permanent</mark>" in shown.text


def test_a_long_text_is_cut_around_the_word() -> None:
    assert around("x " * 200 + "doctor" + " y" * 200, ("doctor",)).count("doctor") == 1
    assert len(around("x " * 200 + "doctor" + " y" * 200, ("doctor",))) < 160


def test_a_mistyped_id_brings_those_that_are_near() -> None:
    assert "hk.ttps.a" in [entry.id for entry in suggestions(the_index(), "hk.ttps.aa")]
    assert suggestions(the_index(), "???") == []
