"""Wrong subjects, one fault a file: each is refused, in the words and at the place that its first line asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from huanliu.base.document import read_document
from huanliu.engine.subject import Intake
from huanliu.errors import HuanliuError, SubjectError
from tests.small import small_bay

FILES = sorted((Path(__file__).parent / "subjects").glob("*.yaml"))
INTAKE = Intake(small_bay().statutes)


def test_the_wrong_subjects_are_there() -> None:
    assert len(FILES) > 60


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_wrong_subject_is_refused(path: Path) -> None:
    words = path.read_text("utf-8").splitlines()[0].removeprefix("# words: ")
    with pytest.raises(HuanliuError) as caught:
        INTAKE.read_node(read_document(path, "subject.yaml"))
    sentence = caught.value.sentence()
    assert words in sentence
    assert "\n" not in sentence and len(sentence) < 300


# What YAML cannot say and Python can.
VALUES: dict[str, tuple[Any, str]] = {
    "a number of thousands of digits": (10**5000, "person.age is 'a number of thousands of digits', expected between"),
    "nan": (float("nan"), "expected a number that can be reckoned with"),
    "infinity": (float("inf"), "expected a number that can be reckoned with"),
    "bytes": (b"30", "expected a number"),
    "a complex number": (1j, "expected a number"),
    "a function": (len, "expected a number"),
    "a list in itself": ((loop := [], loop.append(loop), loop)[2], "expected a number"),  # type: ignore[var-annotated]
    "a long text": ("3" * 10_000_000, "expected between 0 and 150"),
}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_of_another_world_is_refused(name: str) -> None:
    value, words = VALUES[name]
    with pytest.raises(SubjectError) as caught:
        INTAKE.read({"person.age": value})
    assert words in caught.value.sentence()
    assert len(caught.value.sentence()) < 300


@pytest.mark.parametrize("name", [5, None, ("a",), "x" * 1_000_000, ""])
def test_a_name_of_another_world_is_refused(name: Any) -> None:
    with pytest.raises(SubjectError, match="unknown fact"):
        INTAKE.read({name: 1})
