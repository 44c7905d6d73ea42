"""The one file of purposes: complete in four languages, tied to the law's packs, and strict about what it does not say."""

from __future__ import annotations

import datetime

import pytest

from huanliu.portal.bay import the_bay
from huanliu.portal.consent import border
from huanliu.portal.consent.classes import classes
from huanliu.portal.consent.purposes import (
    LANGUAGES,
    UnlistedPurposeError,
    clocks,
    consented,
    document,
    named,
    purpose,
    purposes,
    storing,
)

SIDES = ("cn", "hk", "mo")


@pytest.mark.parametrize("item", document()["purposes"], ids=lambda item: item["id"])
def test_a_purpose_says_what_for_in_four_languages_and_by_which_law_of_three_places(item: dict) -> None:
    for text in (item["title"], item["why"]):
        assert set(text) == set(LANGUAGES) and all(text.values())
    assert tuple(item["basis"]) == SIDES
    assert set(item["reads"]) <= set(classes()) and "none" not in item["reads"]
    assert set(item["recipients"]) <= set(named("recipients"))
    assert item["needs"] in ("consent", "contract", "duty", "case")
    assert item["keep"]["since"] in ("use", "end", "left", "made") and item["keep"]["days"] > 0


@pytest.mark.parametrize("section", ["laws", "jurisdictions", "recipients"])
def test_every_other_text_is_written_in_four_languages(section: str) -> None:
    assert all(set(texts) == set(LANGUAGES) for texts in document()[section].values())


def test_sensitive_data_are_kept_only_under_a_consent_of_their_own() -> None:
    for each in consented():
        if each.recipients == ("nobody",) and any(classes()[name].sensitive for name in each.reads):
            assert "sensitive" in each.separate
            assert all(classes()[name].sensitive for name in each.reads)


def test_what_goes_to_others_or_over_a_border_asks_apart() -> None:
    assert all("passing_on" in each.separate for each in consented() if each.recipients == ("organisation",))
    assert all("leaving" in purpose(way.consent).separate for way in border.ways())


def test_data_of_children_ask_for_the_guardian() -> None:
    assert storing("child") is not None and storing("child").guardian
    assert [each.id for each in consented() if "child" in each.separate] == ["child"]


def test_an_unlisted_purpose_is_an_error() -> None:
    with pytest.raises(UnlistedPurposeError, match="marketing"):
        purpose("marketing")


def test_the_digest_is_of_the_words_of_one_language() -> None:
    profile = purpose("profile")
    digests = {profile.digest(code) for code in ("en", "zh-hans", "zh-hant", "pt")}
    assert len(digests) == 4


def test_hong_kong_has_forty_days_by_law_and_the_others_a_promise() -> None:
    assert (clocks()["hk"].days, clocks()["hk"].own) == (40, False)
    assert all(clocks()[side].own for side in ("cn", "mo"))


def test_every_way_over_a_border_names_a_provision_that_there_is() -> None:
    law = the_bay().law
    assert all(way.provision is None or way.provision in law.provisions for way in border.ways())
    assert all(purpose(way.consent).asks_consent for way in border.ways())


@pytest.mark.parametrize(
    "start, end, on, expected",
    [
        ("cn", "hk", "2026-11-21", {"gba_hk", "cac_contract", "certificate"}),
        ("cn", "hk", "2023-12-12", {"cac_contract", "certificate"}),
        ("cn", "mo", "2024-09-09", {"cac_contract", "certificate"}),
        ("cn", "mo", "2024-09-10", {"gba_mo", "cac_contract", "certificate"}),
        # There is no standard contract between Hong Kong and Macao.
        ("hk", "mo", "2026-11-21", {"local_law"}),
        ("mo", "hk", "2026-11-21", {"local_law"}),
        # Onward flow outside the Greater Bay Area stands on no line.
        ("cn", "xx", "2026-11-21", set()),
        ("hk", "xx", "2026-11-21", set()),
    ],
)
def test_the_border_table(start: str, end: str, on: str, expected: set[str]) -> None:
    found = border.instruments(start, end, "document", datetime.date.fromisoformat(on))
    assert {way.instrument for way in found} == expected


@pytest.mark.parametrize("data_class", ["account", "log", "receipt"])
def test_what_no_consent_names_goes_nowhere(data_class: str) -> None:
    with pytest.raises(border.NoWayError):
        border.way_by("cn", "hk", data_class, "gba_hk")


def test_every_purpose_has_its_own_id() -> None:
    assert len(purposes()) == len(document()["purposes"])
