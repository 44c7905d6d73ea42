"""The whole law of a day in OpenFisca-core: which provisions it can express, their variables, a simulation over a table.

    python benchmarks/openfisca_law.py [PROVISION]      what cannot be expressed and why; or the variables of one provision

Numbers of the law stand in the formulas, so no look-up of parameters counts against OpenFisca.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from attrs import evolve, frozen
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_shared import Shared
from openfisca_text import NO, YES
from openfisca_words import words
from openfisca_writer import Formula, InexpressibleError, Writer
from peer import PERIOD, Person, array_of, enum_of, variable
from rules_by_openfisca import variable_name

from huanliu.engine.bay import Bay, load
from huanliu.engine.rulings import RuleBook

READ = re.compile(r"p\('([^']+)'\)")
TYPES = {"bool": bool, "int": int, "decimal": float, "money": float, "date": datetime.date}


@frozen
class Expressed:
    """A law in OpenFisca's words: the formulas, the names to ask by provision, and why others cannot be expressed."""

    formulas: Mapping[str, Formula]
    asked: Mapping[str, Sequence[str]]
    refused: Mapping[str, str]
    texts: Mapping[str, Sequence[str]]
    # Facts that follow from a day log or from family members, and are therefore given to both.
    counted: Sequence[str]

    @property
    def inputs(self) -> list[str]:
        """The facts that the formulas read, flags of sets by themselves."""
        reads = dict.fromkeys(name for formula in self.formulas.values() for name in READ.findall(formula.text))
        return sorted(name for name in reads if name not in self.formulas)

    def narrowed(self, names: Sequence[str]) -> Expressed:
        """Only what some answers rest on."""
        return evolve(self, formulas=reached(self.formulas, names), asked={"": list(names)})

    @property
    def names(self) -> list[str]:
        """Every variable that is asked for."""
        return [name for names in self.asked.values() for name in names]


def expressed(
    book: RuleBook, texts: Mapping[str, Sequence[str]], only: Iterable[str] | None = None, given: Iterable[str] = ()
) -> Expressed:
    """The law of a day, or some of its provisions, as far as OpenFisca can express it; `given` are facts that the table holds."""
    writer = Writer(book, texts, given)
    asked: dict[str, list[str]] = {}
    refused: dict[str, str] = {}
    for identity in book.statutes.law.provisions if only is None else only:
        try:
            asked[identity] = writer.provision(identity)
        except InexpressibleError as error:
            refused[identity] = str(error)
    needed = reached(writer.formulas, [name for names in asked.values() for name in names])
    counted = sorted(name for name in writer.given if book.definition(name) is not None)
    return Expressed(Shared(needed).formulas, asked, refused, texts, counted)


def reached(formulas: Mapping[str, Formula], names: Iterable[str]) -> dict[str, Formula]:
    """The formulas that some names rest on, themselves included."""
    waiting, found = list(names), {}
    while waiting:
        name = waiting.pop()
        if name in formulas and name not in found:
            found[name] = formulas[name]
            waiting += READ.findall(formulas[name].text)
    return found


def own_name(name: str) -> str:
    """OpenFisca's names have neither dots nor signs."""
    return variable_name(name).replace("#", "__sorted_as__").replace("!", "__")


def source_of(name: str, formula: Formula) -> str:
    """A formula as the text of a function."""
    return (
        f"def {own_name(name)}(p):\n    return {READ.sub(lambda found: f'p({own_name(found[1])!r})', formula.text)}\n"
    )


def made(law: Expressed) -> list[Any]:
    """Every variable with a formula."""
    known, found = words(), []
    for name, formula in law.formulas.items():
        if formula.kind == "enum":
            values = enum_of(name, list(formula.values))
            wrapped = Formula(f"as_enum({formula.text})", "enum", formula.values)
            scope = known | {"as_enum": lambda codes, values=values: EnumArray(codes.astype(np.int16), values)}
            default = next(iter(values))
            found.append(
                variable(
                    own_name(name), Enum, _compiled(name, wrapped, scope), possible_values=values, default_value=default
                )
            )
        else:
            found.append(variable(own_name(name), TYPES[formula.kind], _compiled(name, formula, known)))
    return found


def _compiled(name: str, formula: Formula, scope: Mapping[str, Any]) -> Any:
    # OpenFisca fills an array from a number; a truth of the law that hangs on nobody is written as one.
    text = {YES: "1 > 0", NO: "1 < 0"}.get(formula.text, formula.text)
    space = dict(scope)
    exec(source_of(name, Formula(text, formula.kind)), space)
    return space[own_name(name)]


def inputs_of(law: Expressed, book: RuleBook) -> tuple[list[Any], dict[str, Any]]:
    """The variables of the facts, and the Enums among them."""
    enums = {name: enum_of(name, list(law.texts[name])) for name in law.inputs if name in law.texts}
    found = []
    for name in law.inputs:
        if name in enums:
            default = next(iter(enums[name]))
            found.append(variable(own_name(name), Enum, possible_values=enums[name], default_value=default))
        else:
            kind = book.statutes.kinds.get(name)
            found.append(variable(own_name(name), bool if kind is None else TYPES[kind.name]))
    return found, enums


class System:
    """A tax and benefit system with every input and every formula of a law; OpenFisca takes seconds to take them in."""

    def __init__(self, law: Expressed, book: RuleBook) -> None:
        self.law, self.own = law, TaxBenefitSystem([Person])
        inputs, self.enums = inputs_of(law, book)
        for each in (*inputs, *made(law)):
            self.own.add_variable(each)

    def asked(self, frame: pl.DataFrame) -> Asked:
        """A simulation over a table, with its inputs set."""
        simulation = SimulationBuilder().build_default_simulation(self.own, count=frame.height)
        for name in self.law.inputs:
            dtype, plain = self.own.variables[own_name(name)].dtype, frame.schema[name].is_numeric()
            array = frame[name].to_numpy().astype(dtype) if plain else array_of(frame[name], self.enums.get(name))
            simulation.set_input(own_name(name), PERIOD, array)
        return Asked(self.law, simulation)


@frozen(eq=False)
class Asked:
    """A simulation, ready to be asked as often as one likes."""

    law: Expressed
    simulation: Any

    def answers(self, names: Iterable[str] | None = None) -> dict[str, np.ndarray]:
        """Every name (all of the law without any) asked once, after forgetting what was worked out before."""
        self.forget()
        wanted = self.law.names if names is None else names
        # A share of nothing is read by nobody, so its warning says nothing.
        with np.errstate(all="ignore"):
            return {name: self.simulation.calculate(own_name(name), PERIOD) for name in wanted}

    def forget(self) -> None:
        """Drop what was worked out, keep what was set."""
        for name in self.law.formulas:
            self.simulation.delete_arrays(own_name(name))


def main(bay: Bay, identity: str | None) -> None:
    """Print what cannot be expressed, or one provision's variables."""
    from whole_people import ON, texts_of

    law = expressed(bay.book(ON), texts_of(bay.book(ON)))
    if identity is not None:
        for name, formula in reached(law.formulas, law.asked[identity]).items():
            print(source_of(name, formula))
        return
    for name, reason in law.refused.items():
        print(f"{name}: {reason}")
    print(
        f"{len(law.asked)} of {len(bay.law.provisions)} provisions, {len(law.names)} answers, {len(law.formulas)} variables with a formula,"
    )
    print(f"{len(law.inputs)} inputs")


if __name__ == "__main__":
    main(load(), sys.argv[1] if len(sys.argv) > 1 else None)
