"""Words in three languages: as written, else converted, else English."""

from __future__ import annotations

import pytest

from huanliu.base.language import LANGUAGES, Text, language
from huanliu.base.traditional import to_traditional
from huanliu.errors import UnknownNameError


def test_a_text_is_shown_as_it_was_written() -> None:
    text = Text("stay", "逗留", "逗留（原文）")
    assert [text.in_language(lang) for lang in LANGUAGES] == ["stay", "逗留", "逗留（原文）"]


def test_traditional_script_is_converted_where_nobody_wrote_it() -> None:
    assert Text("tax", "薪俸税").in_language("zh-Hant") == "薪俸稅"
    assert to_traditional("说明环流广东") == "說明環流廣東"


def test_english_stands_in_where_there_is_no_chinese() -> None:
    assert [Text("stay").in_language(lang) for lang in LANGUAGES] == ["stay"] * 3
    assert Text("stay").plain() == {"en": "stay"}
    assert Text("a", "b", "c").plain() == {"en": "a", "zh-Hans": "b", "zh-Hant": "c"}


def test_a_language_is_asked_for_in_any_case() -> None:
    assert [language(name) for name in ("EN", "zh-hans", "ZH-HANT")] == list(LANGUAGES)


@pytest.mark.parametrize(("name", "hint"), [("zh-Hanss", "did you mean zh-Hans?"), ("fr", "en, zh-Hans, zh-Hant")])
def test_another_language_is_refused(name: str, hint: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        language(name)
    assert hint in caught.value.sentence()
