"""Compiling: every expression of a law read through the door, with names resolved across provisions.

Compiling checks everything that can be wrong in a pack before anybody is assessed.
"""

from __future__ import annotations

from attrs import evolve

from huanliu.base.fixed import Fixed
from huanliu.engine import expression as tree
from huanliu.engine.condition import read_clause, read_expression
from huanliu.engine.expression import Expression
from huanliu.engine.functions import ROW
from huanliu.engine.kinds import BOOL, Kind, comparable, kind_of_fact
from huanliu.engine.statute import PayslipText, Statutes, StepText, VersionText
from huanliu.errors import ExpressionError, PackError, Place, nearest
from huanliu.law import model, tasks
from huanliu.law.procedures import DURATIONS


class Names:
    """What names mean in one provision: the scope handed to the door of the language."""

    def __init__(self, compiler: Compiler, provision: model.Provision | None = None) -> None:
        self.compiler = compiler
        self.provision = provision
        self.locals: dict[str, Expression] = {}

    def fact(self, name: str) -> Kind | None:
        """The type of a fact or a definition."""
        return self.compiler.kind(name)

    def fact_names(self) -> list[str]:
        """Every fact and definition."""
        return [*self.compiler.law.facts, *self.compiler.law.definitions]

    def parameter(self, name: str) -> tuple[model.Parameter, str | None] | None:
        """The provision's own parameter, else a shared one."""
        if self.provision is not None and name in self.provision.parameters:
            return self.provision.parameters[name], self.provision.id
        shared = self.compiler.law.parameters.get(name)
        return None if shared is None else (shared, None)

    def parameter_names(self) -> list[str]:
        """Own and shared parameters."""
        own = list(self.provision.parameters) if self.provision else []
        return [*own, *self.compiler.law.parameters]

    def local(self, name: str) -> Expression | None:
        """An amount of the same version written before."""
        return self.locals.get(name)

    def amount(self, provision: str, amount: str) -> Kind | None:
        """The type of another provision's amount."""
        return self.compiler.amount_kind(provision, amount)

    def outcomes(self, provision: str) -> list[str] | None:
        """The named results of another provision; None where there is no such provision."""
        return self.compiler.outcome_names(provision)


class Compiler:
    """Compiles a law, each definition and provision once, those they refer to first."""

    def __init__(self, law: model.Law) -> None:
        self.law = law
        self._kinds: dict[str, Kind] = {name: kind_of_fact(fact) for name, fact in law.facts.items()}
        self._definitions: dict[str, Expression] = {}
        self._texts: dict[str, tuple[VersionText, ...]] = {}
        self._open: list[str] = []

    def compile(self) -> Statutes:
        """Everything; the first thing wrong is raised."""
        for name in self.law.definitions:
            self.kind(name)
        vocabulary: list[model.Fact | model.Definition] = [*self.law.facts.values(), *self.law.definitions.values()]
        for stated in vocabulary:
            self._own(stated)
        for identity in self.law.provisions:
            self.provision(identity)
        routes = {identity: self._route(route) for identity, route in self.law.routes.items()}
        journeys = {identity: self._journey(journey) for identity, journey in self.law.journeys.items()}
        return Statutes(
            self.law,
            Fixed(self._definitions),
            Fixed(self._texts),
            Fixed(routes),
            Fixed(journeys),
            Fixed({identity: self._payslip(payslip) for identity, payslip in self.law.payslips.items()}),
            Fixed(self._kinds),
            Fixed({identity: self._fees(provision) for identity, provision in self.law.provisions.items()}),
            Fixed({identity: self._waits(journey) for identity, journey in self.law.journeys.items()}),
        )

    def kind(self, name: str) -> Kind | None:
        """The type of a fact, or of a definition, which is compiled on the way."""
        if name not in self._kinds and name in self.law.definitions:
            definition = self.law.definitions[name]
            with _Opened(self._open, name, definition.place):
                row = ROW if name.startswith(f"{ROW}.") else None
                expression = read_expression(definition.sql, Names(self), definition.place, row)
            self._definitions[name] = expression
            self._kinds[name] = _dressed(expression.kind, definition)
        return self._kinds.get(name)

    def amount_kind(self, provision: str, amount: str) -> Kind | None:
        """The type of an amount of another provision, which is compiled on the way."""
        if provision not in self.law.provisions:
            return None
        for text in reversed(self.provision(provision)):
            if amount in text.amounts:
                return text.amounts[amount][1].kind
        return None

    def outcome_names(self, provision: str) -> list[str] | None:
        """The named results of any version of a provision, which is compiled on the way."""
        if provision not in self.law.provisions:
            return None
        texts = self.provision(provision)
        return list(dict.fromkeys(outcome.id for text in texts for outcome, _ in text.outcomes))

    def provision(self, identity: str) -> tuple[VersionText, ...]:
        """Every version of a provision."""
        if identity not in self._texts:
            provision = self.law.provisions[identity]
            with _Opened(self._open, identity, provision.place):
                self._texts[identity] = tuple(self._text(provision, version) for version in provision.versions)
        return self._texts[identity]

    def _text(self, provision: model.Provision, version: model.Version) -> VersionText:
        names = Names(self, provision)
        applies = None if version.applies_to is None else self.condition(version.applies_to, names)
        return VersionText(
            version,
            applies,
            self._whole(version, names),
            tuple(self._outcomes(version, names)),
            Fixed({amount.name: (amount, self._amount(amount, names)) for amount in version.amounts}),
        )

    def _whole(self, version: model.Version, names: Names) -> Expression:
        parts: list[Expression] = []
        if version.when is not None:
            when = self.condition(version.when, names)
            parts += when.parts if isinstance(when, tree.And) else (when,)
        parts += [tree.Not(self.condition(bar, names)) for bar in version.unless]
        parts += [self._met_by(identity, version.place) for identity in version.requires]
        return tree.conjunction(tuple(parts)) if parts else tree.TRUE

    def _met_by(self, identity: str, place: Place) -> Expression:
        if identity not in self.law.provisions:
            raise PackError(
                f"there is no provision {identity!r}",
                place=place,
                found=identity,
                hint=nearest(identity, self.law.provisions),
            )
        self.provision(identity)
        return tree.MetBy(identity)

    def _outcomes(self, version: model.Version, names: Names) -> list[tuple[model.Outcome, Expression]]:
        found: list[tuple[model.Outcome, Expression]] = []
        before: list[Expression] = []
        for outcome in version.outcomes:
            here = self.condition(outcome.condition, names)
            found.append((outcome, tree.conjunction((*before, here))))
            if outcome.stop:
                before.append(tree.Not(here))
        return found

    def _amount(self, amount: model.Amount, names: Names) -> Expression:
        expression = read_expression(amount.sql, names, amount.place)
        if amount.unit in ("HKD", "CNY", "MOP", "USD") and expression.kind.currency != amount.unit:
            raise ExpressionError(
                f"amount {amount.name} is {expression.kind}, its unit says {amount.unit}", place=amount.place
            )
        names.locals[amount.name] = expression
        return expression

    def condition(self, condition: model.Condition, names: Names) -> Expression:
        """A condition tree as one expression."""
        if isinstance(condition, model.Clause):
            return read_clause(condition, names)
        expression = self._group(condition, names)
        if condition.title is None and condition.cite is None:
            return expression
        return tree.GroupOf(expression, condition.cite, condition.title)

    def _group(self, group: model.Group, names: Names) -> Expression:
        parts = tuple(self.condition(part, names) for part in group.parts)
        match group.kind:
            case "all":
                return tree.conjunction(parts)
            case "any":
                return tree.disjunction(parts)
            case "none":
                return tree.Not(tree.disjunction(parts))
            case "at_least":
                return tree.AtLeast(self._needed(group, group.needed, names), parts)
            case "points":
                return self._points(group, names)
            case "decide":
                return self._decide(group, names)
        return self._met_by(group.provision or "", group.place)

    def _needed(self, group: model.Group, needed: object, names: Names) -> Expression:
        number = read_expression(str(needed), names, group.place)
        if not number.kind.numeric:
            raise ExpressionError(f"{needed} is {number.kind}, expected a number", place=group.place)
        return number

    def _points(self, group: model.Group, names: Names) -> Expression:
        groups = tuple(
            tuple(
                tree.Award(self.condition(award.condition, names), self._needed(group, award.points, names))
                for award in awards
            )
            for awards in group.awards
        )
        return tree.Points(self._needed(group, group.needed, names), groups)

    def _decide(self, group: model.Group, names: Names) -> Expression:
        branches, default = [], None
        for branch in group.branches:
            result = self._result(branch.result, names)
            if branch.condition is None:
                default = result
            else:
                branches.append((self.condition(branch.condition, names), result))
        return tree.Case(tuple(branches), default, BOOL)

    def _result(self, result: model.Condition | bool, names: Names) -> Expression:
        if isinstance(result, bool):
            return tree.TRUE if result else tree.FALSE
        return self.condition(result, names)

    def _journey(self, journey: tasks.Journey) -> tuple[Expression, ...]:
        """Whom each task concerns."""
        for task in journey.tasks:
            brought = (*task.then, *(name for facts in task.then_through.values() for name in facts))
            for fact in (*brought, *task.shares, *([] if task.wait is None else [task.wait.fact])):
                self._known_kind(fact, task.place)
        names = Names(self)
        return tuple(tree.TRUE if task.needed is None else self.condition(task.needed, names) for task in journey.tasks)

    def _fees(self, provision: model.Provision) -> tuple[Expression, ...]:
        """For each fee of a provision in which case it is paid."""
        fees, names = provision.procedure.fees, Names(self, provision)
        return tuple(tree.TRUE if fee.when is None else self.condition(fee.when, names) for fee in fees)

    def _waits(self, journey: tasks.Journey) -> Fixed[str, Expression]:
        """The number that the fact of each wait has to reach, by task."""
        waits = [(task, task.wait) for task in journey.tasks if task.wait is not None]
        found = {task.id: self._awaited(wait, task.place) for task, wait in waits}
        return Fixed({name: number for name, number in found.items() if number is not None})

    def _awaited(self, wait: tasks.Wait, place: Place) -> Expression | None:
        """A wait's number; None where it is for a day, which stands among the amounts of the provision."""
        provision, number = self.law.provisions.get(wait.provision), None
        if provision is None:
            hint = nearest(wait.provision, self.law.provisions)
            raise PackError(f"a wait is for {wait.provision!r}, which no pack knows", place=place, hint=hint)
        if wait.day is not None:
            kind = self.amount_kind(provision.id, wait.day)
        else:
            number = read_expression(f":{wait.reaches}", Names(self, provision), place)
            kind = number.kind if number.kind.unit in DURATIONS else None
        if kind is None or not comparable(kind, self._known_kind(wait.fact, place)):
            what = wait.day or f":{wait.reaches}"
            raise PackError(f"{wait.fact} cannot wait for {what} of {provision.id}", place=place)
        return number

    def _payslip(self, payslip: model.Payslip) -> PayslipText:
        """A payslip's settings and lines, each of the kind that it must be."""
        names = Names(self)
        settings = []
        for setting in payslip.settings:
            expression = read_expression(setting.sql, names, setting.place)
            kind = self._known_kind(setting.fact, setting.place)
            if not comparable(kind, expression.kind):
                raise PackError(f"{setting.fact} is {kind}, set to {expression.kind}", place=setting.place)
            settings.append((setting.fact, expression))
        lines = [(entry, read_expression(entry.sql, names, entry.place)) for entry in payslip.lines]
        for entry, expression in lines:
            if expression.kind.currency != payslip.currency:
                came = expression.kind.currency or str(expression.kind)
                raise PackError(
                    f"the line {entry.id!r} of {payslip.id} is in {came}, expected {payslip.currency}",
                    place=entry.place,
                )
        gross = self._known_kind(payslip.gross, payslip.place)
        if gross.currency != payslip.currency:
            raise PackError(f"{payslip.gross} is {gross}, {payslip.id} is in {payslip.currency}", place=payslip.place)
        return PayslipText(tuple(settings), tuple(lines))

    def _own(self, stated: model.Fact | model.Definition) -> None:
        """What a family member's fact is called of a person must be of the same type."""
        if stated.own is not None and not comparable(
            self._known_kind(stated.own, stated.place), self._known_kind(stated.name, stated.place)
        ):
            raise PackError(f"{stated.name} is not of the type of {stated.own}", place=stated.place)

    def _known_kind(self, fact: str, place: Place) -> Kind:
        kind = self.kind(fact)
        if kind is None:
            hint = nearest(fact, [*self.law.facts, *self.law.definitions])
            raise PackError(f"there is no fact {fact!r}", place=place, found=fact, hint=hint)
        return kind

    def _route(self, route: model.Route) -> tuple[StepText, ...]:
        names = Names(self)
        doors = []
        for step in route.steps:
            own = None if step.provision is None else self._met_by(step.provision, step.place)
            condition = own if step.when is None else self.condition(step.when, names)
            assert condition is not None, "a step has a provision or a when"
            doors.append(StepText(step, condition))
        return tuple(doors)


def _dressed(kind: Kind, definition: model.Definition) -> Kind:
    """The kind of a definition with the unit and the labels that it states; a currency must be the one it comes out in."""
    kind = _labelled(kind, definition)
    if definition.currency is not None and definition.currency != kind.currency:
        raise PackError(
            f"{definition.name} is {kind}, its currency says {definition.currency}",
            place=definition.place,
            found=definition.currency,
            expected=kind.currency,
        )
    if definition.unit is None:
        return kind
    if not kind.numeric or kind.currency is not None:
        raise PackError(
            f"{definition.name} is {kind} and states the unit {definition.unit!r}, which only a bare number has",
            place=definition.place,
            found=definition.unit,
            hint="money states its currency",
        )
    return evolve(kind, unit=definition.unit)


def _labelled(kind: Kind, definition: model.Definition) -> Kind:
    """The definition's own labels for the values it may take, beside those it borrows from the facts it stands on."""
    for value in definition.values:
        if value not in kind.values:
            known = ", ".join(kind.values) or "none"
            raise PackError(f"{definition.name} never is {value!r}", place=definition.place, hint=f"it may be: {known}")
    return evolve(kind, values=Fixed({**kind.values, **definition.values})) if definition.values else kind


class _Opened:
    """Notes what is being compiled, so that a circle is an error with its members and not endless."""

    def __init__(self, stack: list[str], name: str, place: Place) -> None:
        self.stack, self.name, self.place = stack, name, place

    def __enter__(self) -> None:
        if self.name in self.stack:
            circle = " -> ".join([*self.stack[self.stack.index(self.name) :], self.name])
            raise PackError(f"definitions or provisions go in a circle: {circle}", place=self.place, found=circle)
        self.stack.append(self.name)

    def __exit__(self, *error: object) -> None:
        self.stack.pop()
