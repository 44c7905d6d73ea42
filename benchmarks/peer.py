"""OpenFisca-core as it is set up and asked: inputs set before the clock starts, then every rule once.

Texts are OpenFisca Enums (arrays of whole numbers), money is its float (32 bits), dates are NumPy days. Missing input would
count as the default: that is OpenFisca's way, and the reason why the people of the benchmark know everything of themselves.
"""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import polars as pl
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from rules_by_hand import Lists
from rules_by_openfisca import HONG_KONG, MAINLAND, SHARED, TAXES, Formula, listed, variable_name

PERIOD = "2026"
OWN = ("city",)
Person = build_entity(key="person", plural="persons", label="A person", is_person=True)


def variable(name: str, value_type: type, formula: Formula | None = None, **properties: Any) -> type[Variable]:
    """A yearly variable of the person."""
    body = {"value_type": value_type, "entity": Person, "definition_period": DateUnit.YEAR, "label": name, **properties}
    if formula is not None:
        body["formula"] = lambda persons, period, parameters: formula(lambda asked: persons(asked, period))
    return type(variable_name(name), (Variable,), body)


def rules(lists: Lists) -> list[type[Variable]]:
    """Every rule, what rules share, and the taxes."""
    truths = {"listed": listed(lists), **SHARED, **HONG_KONG, **MAINLAND}
    return [
        *(variable(name, bool, formula) for name, formula in truths.items()),
        *(variable(name, float, formula) for name, formula in TAXES.items()),
    ]


def enum_of(fact: str, values: list[str]) -> type[Enum]:
    """An Enum with the values of a fact; its member names are their positions."""
    return Enum(variable_name(fact), {f"v{position}": value for position, value in enumerate(values)})


def prepared(frame: pl.DataFrame, values: dict[str, list[str]], lists: Lists) -> Any:
    """A simulation with every input set, ready to be asked."""
    system = TaxBenefitSystem([Person])
    enums = {fact: enum_of(fact, known) for fact, known in values.items()}
    facts = [fact for fact in frame.columns if fact not in OWN]
    for made in (*(_input(fact, frame.schema[fact], enums) for fact in facts), *rules(lists)):
        system.add_variable(made)
    simulation = SimulationBuilder().build_default_simulation(system, count=frame.height)
    for fact in facts:
        simulation.set_input(variable_name(fact), PERIOD, array_of(frame[fact], enums.get(fact)))
    return simulation


def _input(fact: str, dtype: pl.DataType, enums: dict[str, type[Enum]]) -> type[Variable]:
    if fact in enums:
        return variable(fact, Enum, possible_values=enums[fact], default_value=next(iter(enums[fact])))
    if dtype == pl.Date:
        return variable(fact, datetime.date)
    if dtype == pl.Boolean:
        return variable(fact, bool)
    return variable(fact, int if dtype == pl.Int32 else float)


def array_of(column: pl.Series, enum: type[Enum] | None) -> np.ndarray:
    """A column as OpenFisca holds it."""
    if enum is not None:
        return EnumArray(column.to_physical().to_numpy().astype(np.int16), enum)
    if column.dtype == pl.Date:
        return column.to_numpy().astype("datetime64[D]")
    return column.to_numpy().astype({pl.Boolean: bool, pl.Int32: np.int32}.get(column.dtype, np.float32))


def answers(simulation: Any, names: list[str]) -> dict[str, np.ndarray]:
    """Every rule asked once."""
    return {name: simulation.calculate(variable_name(name), PERIOD) for name in names}


def forget(simulation: Any, frame: pl.DataFrame) -> None:
    """Drop what was worked out, keep what was set."""
    inputs = {variable_name(fact) for fact in frame.columns}
    for name in simulation.tax_benefit_system.variables:
        if name not in inputs:
            simulation.delete_arrays(name)
