"""The small law: a whole law of a dozen files that is nobody's, with one of everything, and ways to try it out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from huanliu.base.document import read_text
from huanliu.engine.bay import Bay, compile_law
from huanliu.engine.compiler import Compiler, Names
from huanliu.engine.condition import read_expression
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.expression import Expression
from huanliu.errors import Place
from huanliu.law.library import pack_files, packs_folder
from huanliu.law.model import Law
from huanliu.law.reading import read_law

FOLDER = Path(__file__).parent / "small"
HERE = Place("here", 1, 1)


@cache
def small_files() -> dict[str, bytes]:
    """The files of the small law."""
    return pack_files(FOLDER)


def small_law(changes: Mapping[str, str] | None = None) -> Law:
    """The small law, with some files put in or in place of its own."""
    return read_law({**small_files(), **{name: text.encode() for name, text in (changes or {}).items()}}, "small")


@cache
def small_bay() -> Bay:
    """The small law, compiled once."""
    return compile_law(small_law())


@cache
def spoken_bay() -> Bay:
    """The small law with the words of the bundled packs."""
    words = (packs_folder() / "words" / "explanations.yaml").read_text("utf-8")
    return compile_law(small_law({"words/words.yaml": words}))


def bay_with(**provisions: str) -> Bay:
    """The small law with further provisions, each given by its keys after the usual head."""
    return compile_law(small_law({f"town/{name}.yaml": provision(text) for name, text in provisions.items()}))


def provision(keys: str) -> str:
    """A provision file: a title, a kind and whatever keys are given."""
    head = "title: {en: Tried out, zh-Hans: 试}\nkind: admission\nconfidence: high\nverified_on: 2026-11-20\n"
    return f"{head}sources: [{{title: A made-up gazette}}]\n{keys}\n"


def read(sql: str, bay: Bay | None = None) -> Expression:
    """An expression over the small law, typed but bound to no day."""
    return read_expression(sql, Names(Compiler((bay or small_bay()).law)), HERE)


def situation(facts: Mapping[str, Any], on: str = "2026-06-01", bay: Bay | None = None) -> Situation:
    """A subject against the small law."""
    return (bay or small_bay()).situation(facts, on)


def value_of(sql: str, facts: Mapping[str, Any], on: str = "2026-06-01", known_on: str | None = None) -> Any:
    """What an expression comes to for a subject on a day, by the reference reader."""
    bay = small_bay()
    at = bay.situation(facts, on, known_on)
    bound = at.book.bind(read(sql))
    return evaluate(bound, at)


def yaml(text: str) -> Any:
    """Plain values of a YAML text, read as the house reads it."""
    return read_text(text, "here").plain()
