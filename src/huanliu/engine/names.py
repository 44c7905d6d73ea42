"""Names that the law lists (universities, cities): a name given in another spelling or script is the listed one.

A misspelt university would otherwise quietly be one that is not on the list, and the answer a wrong no. Only a name that
stands on some list, in any of its languages, is taken for it; anything merely close is said back, never guessed.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from attrs import frozen

from huanliu.base.fixed import Fixed
from huanliu.base.language import LANGUAGES
from huanliu.engine import expression as tree
from huanliu.engine.expression import Expression, walk
from huanliu.engine.kinds import Kind
from huanliu.engine.statute import Statutes

CLOSE = 0.8


@frozen
class Doubt:
    """A name that no list holds, with the listed name it is close to, if any."""

    fact: str
    given: str
    nearest: str | None

    def sentence(self) -> str:
        """One line for whoever gave it."""
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ", by this name"
        return f"{self.fact}: {self.given!r} is on no list of the law{hint}"


def folded(name: str) -> str:
    """A name without the differences of case, width, spacing and punctuation that people make."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def listed_names(statutes: Statutes) -> dict[str, dict[str, str]]:
    """For each fact that is looked up in a dated list: every spelling of each entry, folded, and the entry it means."""
    # The whole law is walked for it: once a law, not once a subject.
    if not statutes.spellings:
        for node in _listed(statutes):
            if isinstance(node.item, tree.FactRef):
                statutes.spellings.setdefault(node.item.name, {}).update(_spellings(node, statutes))
    return statutes.spellings


def _listed(statutes: Statutes) -> Iterator[tree.Listed]:
    for root in _roots(statutes):
        yield from (node for node in walk(root) if isinstance(node, tree.Listed))


def _roots(statutes: Statutes) -> Iterator[Expression]:
    for texts in statutes.texts.values():
        for text in texts:
            yield text.condition
            yield from (condition for _, condition in text.outcomes)


def _spellings(node: tree.Listed, statutes: Statutes) -> Iterator[tuple[str, str]]:
    owner = statutes.law.provisions.get(node.parameter.own or "")
    parameter = (owner.parameters if owner else statutes.law.parameters)[node.parameter.name]
    for member in parameter.members:
        names = [member.id] if member.label is None else [member.label.in_language(lang) for lang in LANGUAGES[:2]]
        yield from ((folded(name), member.id) for name in (member.id, *names))


def _coded(given: str, kind: Kind) -> str:
    """The code that a label in any language means; any other text as it was given, for the list of codes is open."""
    wanted = folded(given)
    # Language by language, so that the tables of traditional script are loaded for nobody who writes another.
    codes = ((code, code) for code in kind.labels)
    named = ((code, label.in_language(lang)) for lang in LANGUAGES for code, label in kind.labels.items())
    return next((code for code, name in chain(codes, named) if folded(name) == wanted), given)


def settled(facts: Mapping[str, Any], statutes: Statutes) -> tuple[Fixed[str, Any], list[Doubt]]:
    """The facts with listed names as the lists write them and places by their codes, and the names that no list holds."""
    texts = [fact for fact, value in facts.items() if value is not None and statutes.kinds[fact].name == "text"]
    known = listed_names(statutes) if texts else {}
    facts = {**facts, **{fact: _coded(str(facts[fact]), statutes.kinds[fact]) for fact in texts}}
    # A list of codes names nobody: to be on none of it is nothing to say back.
    names = {fact: known[fact] for fact in texts if known.get(fact)}
    doubts: list[Doubt] = []
    found = dict(facts)
    for fact, spellings in names.items():
        given = str(facts[fact])
        if folded(given) in spellings:
            found[fact] = spellings[folded(given)]
            continue
        near = difflib.get_close_matches(folded(given), spellings, n=1, cutoff=CLOSE)
        doubts.append(Doubt(fact, given, spellings[near[0]] if near else None))
    return Fixed(found), doubts
