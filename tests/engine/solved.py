"""Asking the encoder what one subject comes to: every fact a variable of z3, tied to what was given."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import z3
from hypothesis import strategies as st

from huanliu.engine.evaluate import evaluate
from huanliu.engine.expression import Expression
from huanliu.engine.rulings import RuleBook
from huanliu.engine.solving import almanac
from huanliu.engine.solving.solver import Encoder, Missing, as_term
from huanliu.engine.solving.symbols import Number, Truth
from huanliu.engine.solving.unknowns import Symbol, Variable
from huanliu.engine.solving.verdicts import situation_of


def tied(encoder: Encoder, facts: Mapping[str, Any]) -> z3.ModelRef:
    """A model in which every variable is what was given, or unknown where nothing was."""
    solver = z3.SimpleSolver()
    for name, each in encoder.variables.items():
        if facts.get(name) is not None:
            solver.add(as_term(each.flag), z3.Not(as_term(each.differs(facts[name]))))
        else:
            solver.add(z3.Not(as_term(each.flag)))
    solver.add([as_term(bit) for bit in encoder.constraints()])
    assert solver.check() == z3.sat, "what was given is within range, so there is such a subject"
    return solver.model()


def value_in(model: z3.ModelRef, symbol: Symbol) -> Any:
    """What a symbol is in a model: a truth, a number (a day as the almanac writes it), or None for not known."""

    def plain(term: Any) -> Any:
        found = model.eval(as_term(term), model_completion=True)
        return z3.is_true(found) if z3.is_bool(found) else found.as_long()

    if isinstance(symbol, Truth):
        return True if plain(symbol.yes) else False if plain(symbol.no) else None
    if not plain(symbol.known):
        return None
    assert isinstance(symbol, Number), "a text is compared, never shown"
    return Decimal(plain(symbol.value)).scaleb(-symbol.places)


def by_z3(book: RuleBook, node: Expression, facts: Mapping[str, Any]) -> Any:
    """What an expression comes to for a subject, worked out by z3 over variables alone. Logs and families stay as they are given."""
    given = situation_of(facts, book).facts
    fixed = {name: value for name, value in given.items() if name in ("person.day_log", "person.family")}
    encoder = Encoder(book, fixed, missing=Missing.ASKED, rows=2)
    for name in given.keys() - fixed.keys():
        encoder.variable(name)
        encoder.preset(name, encoder.variable(name).symbol)
    symbol = encoder.of(node)
    return value_in(tied(encoder, given), symbol)


def by_evaluate(book: RuleBook, node: Expression, facts: Mapping[str, Any]) -> Any:
    """What the reference reader says, in the same form."""
    value = evaluate(node, situation_of(facts, book))
    if isinstance(value, bool) or value is None:
        return value
    return Decimal(value) if isinstance(value, (int, Decimal)) else Decimal(almanac.written(value))


def subjects(encoder: Encoder, near: list[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Facts for the variables of an encoder, any of them missing, numbers and days often near to those that the law names."""
    drawn = {
        name: st.none() | values(each, near) for name, each in encoder.variables.items() if each.kind.name != "members"
    }
    return st.fixed_dictionaries(drawn).map(lambda facts: {k: v for k, v in facts.items() if v is not None})


def values(variable: Variable, near: list[Any]) -> st.SearchStrategy[Any]:
    """Values of one fact."""
    kind = variable.kind
    if kind.name == "bool":
        return st.booleans()
    if kind.name == "enum":
        return st.sampled_from(sorted(kind.values))
    if kind.name == "set":
        return st.frozensets(st.sampled_from(sorted(kind.values)))
    if kind.name == "text":
        return st.sampled_from(["elsewhere", *(one for one in near if isinstance(one, str))])
    ends = [variable.units(one) for one in near if _alike(one, kind.name)]
    points = st.sampled_from([variable.low, *ends]).flatmap(lambda end: st.sampled_from((end - 1, end, end + 1)))
    units = st.integers(variable.low, variable.high) if kind.name != "date" else st.just(variable.low)
    inside = (points | units).map(lambda one: min(max(one, variable.low), variable.high))
    if kind.name == "date":
        return inside.map(_a_day)
    return inside.map(lambda one: one if kind.name == "int" else Decimal(one).scaleb(-kind.places))


def _alike(value: Any, kind: str) -> bool:
    if kind == "date":
        return hasattr(value, "year")
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _a_day(units: int) -> Any:
    month, day = divmod(units, 31)
    return almanac.read(31 * month + min(day, 27))
