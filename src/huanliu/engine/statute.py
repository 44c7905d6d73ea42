"""The law compiled: every clause and amount of every version as a typed tree. Nothing is bound to a day yet."""

from __future__ import annotations

from attrs import field, frozen

from huanliu.base.fixed import Fixed
from huanliu.engine.expression import Expression
from huanliu.engine.kinds import Kind
from huanliu.law import model


@frozen
class VersionText:
    """One version compiled. `outcomes` already hold that no earlier node stopped."""

    version: model.Version
    applies: Expression | None
    condition: Expression
    outcomes: tuple[tuple[model.Outcome, Expression], ...]
    amounts: Fixed[str, tuple[model.Amount, Expression]]


@frozen
class StepText:
    """One step of a route compiled."""

    step: model.Step
    condition: Expression


@frozen
class PayslipText:
    """A payslip compiled: facts to be worked out in order, then lines."""

    settings: tuple[tuple[str, Expression], ...]
    lines: tuple[tuple[model.Entry, Expression], ...]


@frozen
class Statutes:
    """The whole law compiled."""

    law: model.Law
    definitions: Fixed[str, Expression]
    texts: Fixed[str, tuple[VersionText, ...]]
    routes: Fixed[str, tuple[StepText, ...]]
    journeys: Fixed[str, tuple[Expression, ...]]
    payslips: Fixed[str, PayslipText]
    kinds: Fixed[str, Kind]
    fees: Fixed[str, tuple[Expression, ...]]
    waits: Fixed[str, Fixed[str, Expression]]
    # Every spelling of every listed entry (`names.listed_names`): walked for once a law, and no part of what the law is.
    spellings: dict[str, dict[str, str]] = field(factory=dict, init=False, eq=False, repr=False)
