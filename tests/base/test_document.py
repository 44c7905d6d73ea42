"""Documents: plain bounded YAML in, values with places out; everything else one line with file, line and column."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from huanliu.base import document
from huanliu.base.document import read_document, read_text
from huanliu.errors import DocumentError

SCALARS = {
    "on": "on",
    "off": "off",
    "no": "no",
    "NO": "NO",
    "yes": "yes",
    "y": "y",
    "true": True,
    "False": False,
    "null": None,
    "~": None,
    "": None,
    "12": 12,
    "-3": -3,
    "007": 7,
    "1.50": Decimal("1.50"),
    "1e3": Decimal(1000),
    "0.1": Decimal("0.1"),
    "12:30": "12:30",
    "0x1F": "0x1F",
    "0o17": "0o17",
    "1_000": "1_000",
    "1٣": "1٣",
    "=": "=",
    "<<": "<<",
    "2026-11-20": datetime.date(2026, 11, 20),
    "2026-11": "2026-11",
    "2026-11-20T10:00:00Z": "2026-11-20T10:00:00Z",
    "'2026-11-20'": "2026-11-20",
    "'1'": "1",
    "'true'": "true",
    "环流": "环流",
    "|\n  a\n  b": "a\nb",
}


@pytest.mark.parametrize("text", SCALARS)
def test_a_scalar_is_what_yaml_1_2_says(text: str) -> None:
    came = read_text(f"x: {text}", "f").plain()["x"]
    assert came == SCALARS[text]
    assert type(came) is type(SCALARS[text])


REFUSED = {
    "a: &x 1": "f:1:4: anchors and aliases",
    "a: &x 1\nb: *x": "f:1:4: anchors and aliases",
    "a: *x": "f:1:4: anchors and aliases",
    "a: 1\na: 2": "f:2:1: the key 'a' stands twice",
    "a: {b: 1, b: 2}": "f:1:11: the key 'b' stands twice",
    "'a': 1\na: 2": "the key 'a' stands twice",
    "? [a]\n: 1": "f:1:3: a key must be text",
    "? {a: b}\n: 1": "a key must be text",
    "a: !!python/object/apply:os.system [ls]": "f:1:4: the tag 'tag:yaml.org,2002:python/object/apply:os.system'",
    "a: !!int x": "f:1:4: the tag",
    "a: !!float x": "f:1:4: the tag",
    "a: !!set {b}": "f:1:4: the tag",
    "a: ! b": "f:1:4: the tag",
    "a: .nan": "f:1:4: .nan is not a number that can be reckoned with",
    "a: -.inf": "is not a number",
    "a: 1e400": "is not a number",
    "a: 1e-400": "is not a number",
    f"a: {'9' * 41}": "a number of 41 characters, at most 40",
    f"a: 0.{'9' * 41}": "a number of 43 characters",
    f"a: '{'x' * 20_001}'": "a text of 20,001 characters, at most 20,000",
    "a: 2026-02-30": "f:1:4: 2026-02-30 is not a day of the calendar",
    "a: 2026-13-01": "is not a day of the calendar",
    "a: [1": "f:2:1: this is not YAML",
    "a: b: c": "f:1:5: this is not YAML",
    "\ta: 1": "this is not YAML",
    "a: \x00": "this is not YAML",
    "a: @b": "this is not YAML",
    "--- a\n--- b": "this is not YAML",
    "": "the file is empty",
    "# only a remark": "the file is empty",
    "[" * 61: "f:1:61: nested more than 60 deep",
    "- " * 61 + "x": "nested more than 60 deep",
    "{a: " * 5000: "nested more than 60 deep",
    "x" * 4_000_001: "the text has 4,000,001 characters, at most 4,000,000",
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: repr(text[:30]))
def test_what_is_not_plain_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_text(text, "f")
    sentence = caught.value.sentence()
    assert REFUSED[text] in sentence
    assert "\n" not in sentence and len(sentence) < 300


def test_sixty_levels_are_read() -> None:
    assert read_text("[" * 60 + "]" * 60, "f").plain()


def test_an_alias_bomb_costs_nothing() -> None:
    levels = "\n".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(DocumentError, match="f:1:4: anchors and aliases are not read"):
        read_text(f"a: &a [x, x]\n{levels}", "f")


def test_every_value_knows_its_place() -> None:
    node = read_text("a: 1\nb:\n  - c: x\n", "f")
    assert str(node.value["b"].value[0].value["c"].place) == "f:3:8"  # type: ignore[index,union-attr,call-overload]
    assert str(node.place) == "f:1:1"


FILES: dict[str, tuple[bytes | None, str]] = {
    "missing": (None, "cannot read the file: No such file"),
    "latin1": (b"a: \xe9", "the file is not UTF-8 text"),
    "large": (b"#" * (document.MAX_BYTES + 1), "the file has 4,000,001 bytes"),
    "ten_megabytes_of_one_text": (b"a: " + b"x" * 10_000_000, "the file has 10,000,003 bytes"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_named(name: str, tmp_path: Path) -> None:
    content, words = FILES[name]
    path = tmp_path / f"{name}.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        read_document(path, "subject.yaml")
    assert caught.value.sentence().startswith("subject.yaml: ")
    assert words in caught.value.sentence()


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot read the file"):
        read_document(tmp_path)


def test_an_error_is_also_a_structure() -> None:
    with pytest.raises(DocumentError) as caught:
        read_text("a: .nan", "f")
    structure: dict[str, Any] = caught.value.structure()
    assert (structure["error"], structure["file"], structure["line"], structure["column"]) == (
        "DocumentError",
        "f",
        1,
        4,
    )
    assert structure["found"] == ".nan"
