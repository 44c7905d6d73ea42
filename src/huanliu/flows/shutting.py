"""Which clauses shut a door, for every row at once.

The clauses are those that `engine/routes.py` names for one subject (`StepFinding.shut_by`): leaves that fail, under nodes that fail. So
the plans of `engine/explain.py` are walked, and each clause becomes a column that says in which rows it is such a leaf.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from huanliu.engine import expression as tree
from huanliu.engine.columns.sheet import Working
from huanliu.engine.explain import Plan, plan_of
from huanliu.engine.expression import Expression
from huanliu.engine.rulings import RuleBook
from huanliu.engine.words import Words
from huanliu.flows.census import Census


@frozen
class Clause:
    """A clause as people would point at it: where it is written, what it says, its citation."""

    file: str | None
    text: str
    cite: str | None

    def plain(self) -> dict[str, str | None]:
        """JSON values."""
        return {"text": self.text, "cite": self.cite, "file": self.file}


@frozen(eq=False)
class Part:
    """A node below another: where it is part of the explanation, and where it is false."""

    plan: Plan
    there: Working
    shut: Working


class Shutting:
    """The clauses of one law over one census, in one language."""

    def __init__(self, census: Census, book: RuleBook, words: Words) -> None:
        self.census, self.book, self.words = census, book, words

    def clauses(self, condition: Expression, where: Working) -> dict[Clause, Working]:
        """For each clause of a condition the rows, among those of `where`, in which it shuts the door. `where` is never unknown."""
        found: dict[Clause, Working] = {}
        plan = plan_of(condition, self.book)
        shut = self.census.every((where, self._shut(condition)))
        for leaf, rows in self._failing(plan, shut):
            clause = self.clause(leaf)
            # The same clause may be asked twice in one step; each row counts once.
            found[clause] = self.census.some((found[clause], rows)) if clause in found else rows
        return {clause: rows for clause, rows in found.items() if rows.constant is not False}

    def clause(self, plan: Plan) -> Clause:
        """What a leaf is called."""
        if isinstance(plan.node, tree.MetBy):
            text = self.words.of(self.book.ruling(plan.node.provision).provision.title)
        elif plan.node is not None:
            text = self.words.clause(plan.node)
        else:
            text = self.words.of(plan.words) if plan.words is not None else plan.kind
        return Clause(plan.file, text, plan.cite)

    def _shut(self, node: Expression) -> Working:
        return self.census.surely(self.census.read(node, self.book), False)

    def _failing(self, plan: Plan, shut: Working) -> Iterator[tuple[Plan, Working]]:
        """As `explain.failing`: the failing leaves below, and where there are none the node itself."""
        if shut.constant is False:
            return
        every, some = self.census.every, self.census.some
        below = [(part.plan, every((shut, part.there, part.shut))) for part in self._parts(plan)]
        for part, rows in below:
            yield from self._failing(part, rows)
        alone = every((shut, self.census.negate(some(rows for _, rows in below)))) if below else shut
        if alone.constant is not False:
            yield plan, alone

    def _parts(self, plan: Plan) -> Iterator[Part]:
        match plan.kind:
            case "definition":
                yield from self._definition(plan)
            case "provision":
                yield from self._provision(plan)
            case "decide":
                yield from self._decide(plan)
            case _:
                for part in plan.parts:
                    yield self._part(part)

    def _part(self, plan: Plan, there: Working | None = None) -> Part:
        assert plan.node is not None
        return Part(plan, there or self._everywhere, self._shut(plan.node))

    @property
    def _everywhere(self) -> Working:
        return self.census.sheet.truth(True)

    def _definition(self, plan: Plan) -> Iterator[Part]:
        """What a definition follows from, in rows that do not give it directly."""
        assert isinstance(plan.node, tree.FactRef)
        definition = self.book.definition(plan.node.name)
        given = self.census.reader(self.book).given(plan.node.name)
        if definition is not None:
            derived = self._everywhere if given is None else self.census.unknown(given)
            yield self._part(plan_of(definition, self.book), derived)

    def _provision(self, plan: Plan) -> Iterator[Part]:
        """The parts of another provision, as `explain.explain` shows them."""
        assert isinstance(plan.node, tree.MetBy)
        ruling = self.book.ruling(plan.node.provision)
        applies = self.census.read(ruling.applies, self.book)
        if ruling.version is not None and not isinstance(ruling.applies, tree.Literal):
            yield self._part(plan_of(ruling.applies, self.book))
        if ruling.reason is not None:
            yield Part(Plan("standing", None, words=ruling.reason), self._everywhere, self._everywhere)
        if ruling.version is not None and not ruling.undecidable:
            may_apply = self.census.negate(self.census.surely(applies, False))
            yield self._part(plan_of(ruling.condition, self.book), may_apply)

    def _decide(self, plan: Plan) -> Iterator[Part]:
        """The branches of a decision tree up to the one that decides."""
        assert isinstance(plan.node, tree.Case)
        open_still = self._everywhere
        for condition, result in plan.node.branches:
            yield self._part(plan_of(condition, self.book), open_still)
            truth = self.census.read(condition, self.book)
            if not isinstance(result, tree.Literal):
                maybe = self.census.negate(self.census.surely(truth, False))
                yield self._part(plan_of(result, self.book), self.census.every((open_still, maybe)))
            undecided = self.census.negate(self.census.surely(truth, True))
            open_still = self.census.every((open_still, undecided))
        default = plan.node.default
        if default is not None and not isinstance(default, tree.Literal):
            yield self._part(plan_of(default, self.book), open_still)
