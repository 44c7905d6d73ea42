"""Wrong packs, one fault a file: each is refused, in the words and at the place that its second line asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from huanliu.engine.bay import compile_law
from huanliu.errors import HuanliuError
from tests.small import small_law

FILES = sorted((Path(__file__).parent / "packs").glob("*.yaml"))


def test_the_wrong_packs_are_there() -> None:
    assert len(FILES) > 100


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_wrong_pack_is_refused(path: Path) -> None:
    text = path.read_text("utf-8")
    name, words = (line.split(": ", 1)[1] for line in text.splitlines()[:2])
    with pytest.raises(HuanliuError) as caught:
        compile_law(small_law({name: text}))
    sentence = caught.value.sentence()
    assert words in sentence
    assert "\n" not in sentence and len(sentence) < 400


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_place_is_inside_the_file(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    _, line, column, _ = lines[1].removeprefix("# words: ").split(":", 3)
    assert 3 <= int(line) <= len(lines) + 1
    assert 1 <= int(column) <= len(lines[min(int(line), len(lines)) - 1]) + 1
