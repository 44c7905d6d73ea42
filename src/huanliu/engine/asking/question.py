"""A question of the interview: what is asked, in which words, what may be answered, and for which goals it matters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import frozen

from huanliu.engine import expression as tree
from huanliu.engine.asking.clauses import Clause
from huanliu.engine.expression import Expression, children
from huanliu.engine.kinds import Kind
from huanliu.engine.rulings import RuleBook
from huanliu.engine.subject import ROW_PREFIX
from huanliu.law.model import CHANGEABLE, SENSITIVITY, Definition, Fact

# What an answer costs, one question being 1: nobody knows a log of days by heart.
LONG = {"members": 8.0, "day_log": 30.0}


@frozen(cache_hash=True)
class Goal:
    """What the interview is to decide: a provision or a route."""

    id: str
    route: bool = False

    def title(self, book: RuleBook, lang: str = "en") -> str:
        """Its title in the reader's language."""
        law = book.statutes.law
        stated = law.routes[self.id] if self.route else book.ruling(self.id).provision
        return stated.title.in_language(lang)


@frozen
class Choice:
    """One of the answers that an enum, a set or a yes-or-no fact can take."""

    value: Any
    label: str


@frozen(eq=False)
class Question:
    """One question. `why` are the goals that the answer can still change; `columns` what matters of each family member."""

    fact: str
    kind: Kind
    why: tuple[Goal, ...]
    book: RuleBook
    columns: tuple[str, ...] = ()

    @property
    def stated(self) -> Fact | Definition:
        """The fact of the vocabulary, or the definition that is asked in place of a longer fact."""
        law = self.book.statutes.law
        return law.facts.get(self.fact) or law.definitions[self.fact]

    def text(self, lang: str = "en") -> str:
        """The question as it is put to a person."""
        return (self.stated.asks or self.stated.label).in_language(lang)

    def label(self, lang: str = "en") -> str:
        """What the fact is called."""
        return self.stated.label.in_language(lang)

    def choices(self, lang: str = "en") -> tuple[Choice, ...]:
        """The values to choose from; none where the answer is a number, a date or a text."""
        if self.kind.name == "bool":
            words = self.book.words(lang)
            return (Choice(True, words.say("yes")), Choice(False, words.say("no")))
        return tuple(Choice(value, label.in_language(lang)) for value, label in self.kind.values.items())

    @property
    def several(self) -> bool:
        """Whether more than one choice may hold, or none."""
        return self.kind.name == "set"

    @property
    def unit(self) -> str | None:
        """The unit of a number: years, HKD ..."""
        return self.kind.currency or self.kind.unit

    @property
    def range(self) -> tuple[Any, Any] | None:
        """The least and the greatest answer, where the vocabulary says so."""
        return getattr(self.stated, "range", None)

    def plain(self, lang: str = "en") -> dict[str, Any]:
        """The question as JSON values."""
        return {
            "fact": self.fact,
            "text": self.text(lang),
            "kind": self.kind.name,
            "choices": [{"value": choice.value, "label": choice.label} for choice in self.choices(lang)],
            "unit": self.unit,
            "range": None if self.range is None else [str(end) for end in self.range],
            "why": [{"id": goal.id, "title": goal.title(self.book, lang)} for goal in self.why],
        }


def columns_asked(clauses: Iterable[Clause], book: RuleBook) -> tuple[str, ...]:
    """The keys of a family member that some clauses look at, in the order of the law."""
    found: dict[str, None] = {}
    for clause in clauses:
        _note_columns(clause.node, book, found)
    return tuple(found)


def _note_columns(node: Expression, book: RuleBook, found: dict[str, None]) -> None:
    if isinstance(node, tree.Quantifier) and node.relationships:
        found.setdefault("relationship")
    if isinstance(node, (tree.Column, tree.FactRef)):
        definition = book.definition(node.name)
        if definition is not None:
            _note_columns(definition, book, found)
        elif isinstance(node, tree.Column):
            found.setdefault(node.name.removeprefix(ROW_PREFIX))
    for part in children(node):
        _note_columns(part, book, found)


def cost_of(name: str, book: RuleBook) -> float:
    """How much an answer costs."""
    return LONG.get(book.statutes.kinds[name].name, 1.0)


def intrusion(name: str, book: RuleBook) -> tuple[int, int]:
    """How much a question asks of a person: how sensitive it is, then how easily its answer changes. Less comes first."""
    fact = book.statutes.law.facts.get(name)
    if fact is None:
        return SENSITIVITY.index("personal"), CHANGEABLE.index("slowly")
    return SENSITIVITY.index(fact.sensitivity), CHANGEABLE.index(fact.changeable)
