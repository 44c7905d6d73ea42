"""Clauses in words: a condition as a tree that a reader can walk, with nobody assessed."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, field, frozen

from huanliu.base.language import Text
from huanliu.engine import expression as tree
from huanliu.engine.explain import Plan, plan_of
from huanliu.engine.expression import Expression
from huanliu.engine.rulings import RuleBook
from huanliu.engine.words import Words


@frozen
class Told:
    """One node: what it says, where it stands, what it is made of. `goes` is another provision, `fact` a definition, `place`
    where the pack writes the clause."""

    text: str
    title: Text | None = None
    cite: str | None = None
    note: str | None = None
    points: str | None = None
    goes: str | None = None
    fact: str | None = None
    place: str | None = None
    parts: tuple[Told, ...] = field(default=())


class Teller:
    """Tells bound conditions of one rule book in one language."""

    def __init__(self, book: RuleBook, words: Words) -> None:
        self.book, self.words = book, words

    def condition(self, node: Expression) -> Told | None:
        """A condition; None where it asks for nothing."""
        return None if isinstance(node, tree.Literal) and node.value is True else self._plan(plan_of(node, self.book))

    def value(self, node: Expression) -> Told:
        """A figure: by cases where it has them, else one phrase."""
        while isinstance(node, tree.ClauseOf):
            node = node.expression
        return self._cases(node, "") if isinstance(node, tree.Case) else Told(self.words.phrase(node))

    def _plan(self, plan: Plan) -> Told:
        told = self._bare(plan)
        points = None if plan.points is None else self._award(plan.points)
        return evolve(told, title=plan.title, cite=plan.cite, note=plan.note, points=points, place=plan.file)

    def _award(self, node: Expression) -> str:
        """Points with their unit, also where the pack writes a bare number."""
        shown = self.words.phrase(node)
        return self.words.say("award", points=shown) if shown[-1].isdigit() else shown

    def _bare(self, plan: Plan) -> Told:
        match plan.node:
            case tree.AtLeast() as node:
                needed = self.words.phrase(node.needed)
                return Told(self._say("at_least", needed=needed, count=len(node.parts)), parts=self._all(plan.parts))
            case tree.Points() as node:
                return self._points(node, plan.parts)
            case tree.MetBy() as node:
                return Told(self.words.of(self.words.law.provisions[node.provision].title), goes=node.provision)
            case tree.Case() as node:
                return self._cases(node, self.words.say("decide"))
        if plan.parts:
            return Told(self.words.say(GROUPS[plan.kind]), parts=self._all(plan.parts))
        return self._leaf(plan)

    def _leaf(self, plan: Plan) -> Told:
        node = plan.node
        if node is None:
            return Told("")
        fact = node.name if isinstance(node, tree.FactRef) and plan.kind == "definition" else None
        return Told(self.words.clause(node), fact=fact)

    def _all(self, plans: tuple[Plan, ...]) -> tuple[Told, ...]:
        return tuple(self._plan(plan) for plan in plans)

    def _points(self, node: tree.Points, plans: tuple[Plan, ...]) -> Told:
        """Awards of which only the best counts stand together."""
        told, parts = iter(self._all(plans)), []
        for group in node.groups:
            members = tuple(next(told) for _ in group)
            parts.append(members[0] if len(members) == 1 else Told(self._say("best_of"), parts=members))
        return Told(self._say("points", needed=self.words.phrase(node.needed)), parts=tuple(parts))

    def _cases(self, node: tree.Case, text: str) -> Told:
        parts = [
            Told(self._say("if"), parts=(self._sure(condition), self._result("then", result)))
            for condition, result in node.branches
        ]
        if node.default is not None:
            parts.append(self._result("otherwise", node.default))
        return Told(text, parts=tuple(parts))

    def _sure(self, node: Expression) -> Told:
        return self._plan(plan_of(node, self.book))

    def _result(self, word: str, node: Expression) -> Told:
        """What a case comes to: yes or no, a further condition, or a figure."""
        if isinstance(node, tree.Literal) and isinstance(node.value, bool):
            return Told(self._say(f"{word}_{'yes' if node.value else 'no'}"))
        told = self._sure(node) if node.kind.name == "bool" else self.value(node)
        if told.parts or told.cite or told.title or told.goes:
            return Told(self._say(word), parts=(told,))
        return evolve(told, text=self.words.say("titled", title=self._say(word), text=told.text))

    def _say(self, word: str, **parts: object) -> str:
        return self.words.say(f"reference.{word}", **parts)


GROUPS = {"all": "all", "any": "any", "none": "none_of_these"}


def written(roots: list[Expression]) -> Iterator[tuple[str, str | None]]:
    """The expressions as the file writes them, each once, with their citations."""
    seen: set[str] = set()
    for root in roots:
        for node in tree.walk(root):
            if isinstance(node, tree.ClauseOf) and node.sql not in seen:
                seen.add(node.sql)
                yield node.sql, node.cite
