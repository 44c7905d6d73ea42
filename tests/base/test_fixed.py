"""A mapping that refuses to be written to, through every door that a dict has."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from huanliu.base.fixed import Fixed

WRITES: dict[str, Callable[[Any], Any]] = {
    "set": lambda fixed: fixed.__setitem__("a", 2),
    "delete": lambda fixed: fixed.__delitem__("a"),
    "or": lambda fixed: fixed.__ior__({"b": 1}),
    "clear": lambda fixed: fixed.clear(),
    "pop": lambda fixed: fixed.pop("a"),
    "popitem": lambda fixed: fixed.popitem(),
    "setdefault": lambda fixed: fixed.setdefault("b", 1),
    "update": lambda fixed: fixed.update({"a": 2}),
}


@pytest.mark.parametrize("name", WRITES)
def test_every_write_is_refused_and_changes_nothing(name: str) -> None:
    fixed = Fixed({"a": 1})
    with pytest.raises(TypeError, match="put changes into a reform"):
        WRITES[name](fixed)
    assert dict(fixed) == {"a": 1}


def test_a_mapping_made_from_it_is_free_again() -> None:
    fixed = Fixed({"a": 1})
    assert fixed | {"b": 2} == {"a": 1, "b": 2}
    assert dict(fixed) == fixed == {"a": 1}


def test_it_keeps_its_kind_on_its_way_through_a_file() -> None:
    fixed = Fixed({"a": Fixed({"b": 1})})
    for again in (pickle.loads(pickle.dumps(fixed)), copy.deepcopy(fixed)):
        assert again == fixed
        assert type(again) is type(again["a"]) is Fixed
    assert hash(Fixed({"a": 1})) == hash(Fixed({"a": 2}))
