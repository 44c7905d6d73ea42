"""An error is one sentence for people and a structure for machines."""

from __future__ import annotations

from huanliu import errors
from huanliu.errors import HuanliuError, PackError, Place, nearest


def test_a_sentence_says_where_what_and_what_to_do() -> None:
    error = PackError("the key 'whn' is unknown", place=Place("a.yaml", 3, 5), hint="did you mean when?")
    assert str(error) == "a.yaml:3:5: the key 'whn' is unknown (did you mean when?)"


def test_a_sentence_is_one_line_whatever_it_quotes() -> None:
    assert PackError("found 'a\nb\t\n c'").sentence() == "found 'a b c'"


def test_a_place_without_a_line_is_the_whole_file() -> None:
    assert str(Place("a.yaml")) == "a.yaml"


def test_the_structure_holds_plain_values_of_bounded_length() -> None:
    structure = PackError("m", place=Place("f", 1, 2), found="x" * 1000, expected=("a", "b"), hint="h").structure()
    assert structure == {
        "error": "PackError",
        "message": "m",
        "file": "f",
        "line": 1,
        "column": 2,
        "found": "x" * 200,
        "expected": "('a', 'b')",
        "hint": "h",
    }


def test_every_error_is_of_one_tree() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    assert len(kinds) == 8
    assert all(issubclass(kind, HuanliuError) and kind.__doc__ for kind in kinds)


def test_the_nearest_name_is_offered_only_where_it_is_near() -> None:
    assert nearest("person.agee", ["person.age", "person.city"]) == "did you mean person.age?"
    assert nearest("zzz", ["person.age"]) is None
    assert nearest("x" * 100_000, ["person.age"]) is None
