"""Every word that a template or a module says is written in every language, and no word is written that nobody says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from huanliu.base.document import read_document
from huanliu.portal import words
from huanliu.portal.bay import the_bay

PORTAL = Path(words.__file__).parents[1]
SAID = re.compile(r"""(?:\bsay\(|\bplainly |\bsay |_key=|_key": f?|\bKEY = )["']([a-z_]+\.[a-z0-9_.]+)["']""")
# Words whose key is put together: the part before it, and where.
PUT_TOGETHER = re.compile(r'f"([a-z_]+\.)(?:[a-z_.]*)\{')


def texts() -> dict[Path, str]:
    files = [*PORTAL.rglob("*.py"), *PORTAL.rglob("*.html"), *PORTAL.rglob("*.txt")]
    return {path: path.read_text() for path in files if "migrations" not in path.parts}


def said() -> set[str]:
    return {key for text in texts().values() for key in SAID.findall(text)}


def test_every_word_that_is_said_is_written() -> None:
    """Here, or with the words of the law."""
    assert said() - set(words.catalogue()) - set(the_bay().law.words) == set()


@pytest.mark.parametrize("key", sorted(words.catalogue()))
def test_a_word_is_written_in_english_and_chinese_with_the_same_parts(key: str) -> None:
    word = words.word(key)
    assert word.text.en and word.text.zh_hans
    parts = {
        frozenset(re.findall(r"\{(\w+)\}", text)) for text in (word.text.en, word.text.zh_hans, word.pt or word.text.en)
    }
    assert len(parts) == 1


def test_a_comma_never_cuts_a_word_in_two() -> None:
    """`{en: One, two}` reads as the word "One" and something called "two"."""
    for path in sorted(Path(words.__file__).parent.glob("*.yaml")):
        written = read_document(path, path.name).plain()["words"]
        wrong = {key: set(word) - {"en", "zh-Hans", "zh-Hant", "pt"} for key, word in written.items()}
        assert {key: more for key, more in wrong.items() if more} == {}, path.name


def test_no_word_is_written_that_nobody_says() -> None:
    # What stands instead of a sentence of allauth is said by allauth.
    begun = {"signin.instead."} | {start for text in texts().values() for start in PUT_TOGETHER.findall(text)}
    everything = "\n".join(texts().values())
    silent = [key for key in words.catalogue() if key not in everything and not key.startswith(tuple(begun))]
    assert silent == []


def test_an_unwritten_word_is_an_error_and_never_a_key_on_a_page() -> None:
    with pytest.raises(words.UnwrittenWordError, match="in no file"):
        words.say("nobody.wrote", "en")
