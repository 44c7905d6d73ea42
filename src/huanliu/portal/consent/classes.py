"""Reads classes.yaml: of which class of data a field of a model or a fact of the law is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen

from huanliu.base.document import read_document
from huanliu.law.model import Fact
from huanliu.portal.bay import the_bay
from huanliu.portal.consent.purposes import guardian_below, word_of
from huanliu.portal.words import Word

NONE, FAMILY, CHILD = "none", "family", "child"
FAMILY_FACT = "person.family"


class UnclassedError(LookupError):
    """A field or a fact without a class: nobody may read it."""


@frozen
class DataClass:
    """A class of data."""

    id: str
    title: Word
    sensitive: bool


@cache
def document() -> dict[str, Any]:
    """The file as it stands."""
    return dict(read_document(Path(__file__).parent / "classes.yaml", "classes.yaml").plain())


@cache
def classes() -> dict[str, DataClass]:
    """Every class by id, in the order of the file."""
    return {
        name: DataClass(name, word_of(item), item.get("sensitive", False))
        for name, item in document()["classes"].items()
    }


@cache
def model_fields() -> dict[str, dict[str, str]]:
    """The class of every field, by the label of its model."""
    return {
        label: {name: data_class for data_class, names in by_class.items() for name in names}
        for label, by_class in document()["models"].items()
    }


@cache
def class_of_fact(name: str) -> str:
    """The class of a fact of the law. Raises UnclassedError for what is none."""
    law = the_bay().law
    stated = law.facts.get(name)
    if stated is None and name not in law.definitions:
        raise UnclassedError(f"{name[:80]!r} is not a fact of the law")
    own = next(rule["class"] for rule in document()["facts"] if _fits(rule, name, stated))
    if stated is not None:
        return str(own)
    # What follows from other facts says as much as they do: the class that weighs most among them is its own.
    parts = [part for part in _NAME.findall(law.definitions[name].sql) if part in law.facts or part in law.definitions]
    return max([str(own), *(class_of_fact(part) for part in parts if part != name)], key=_weight)


_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")


def _weight(data_class: str) -> tuple[bool, bool]:
    return classes()[data_class].sensitive, data_class == "identity"


def _fits(rule: Mapping[str, str], name: str, stated: Fact | None) -> bool:
    if not fnmatchcase(name, rule["fact"]):
        return False
    if "type" in rule and (stated is None or stated.type != rule["type"]):
        return False
    return "file" not in rule or (stated is not None and fnmatchcase(stated.place.file, rule["file"]))


def class_of(field: str) -> str:
    """The class of `app.Model.field`, or of a fact such as `person.age`. Raises UnclassedError."""
    label, _, name = field.rpartition(".")
    if label in model_fields():
        try:
            return model_fields()[label][name]
        except KeyError:
            raise UnclassedError(f"{field[:80]!r} has no class in classes.yaml") from None
    return class_of_fact(field)


def is_child(age: int | None) -> bool:
    """Whether somebody of an age is below the age of consenting alone. Unknown is not below."""
    return age is not None and age < guardian_below()
