"""Explain: the tree of clauses behind a finding, each with what it saw, what it came to, and where it stands in the law.

What does not hang on the subject (which clauses, their words, their citations) is laid out once per ruling as a `Plan`;
a subject only adds truths and values. Without that split, explaining took forty times as long as assessing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from attrs import define, field

from huanliu.base.language import Text, language
from huanliu.base.truth import Status, Truth
from huanliu.engine import expression as tree
from huanliu.engine.evaluate import Situation, evaluate, points_between
from huanliu.engine.expression import Expression, walk
from huanliu.engine.kinds import Kind
from huanliu.engine.rulings import RuleBook, Ruling
from huanliu.engine.words import Words

MARKS = {True: "✓", False: "✗", None: "?"}
TRUTH_WORDS = {True: "met", False: "unmet", None: "undetermined"}
# The packs write points as bare numbers or as parameters in points; both are awarded in points.
POINTS = Kind("int", unit="points")
# Rows and logs are too long to stand beside a clause.
UNSHOWN = ("members", "day_log")
# Kept per clause, so that a long run over many subjects stays small.
MOST_TOLD = 64


@define(eq=False)
class Plan:
    """One node of an explanation before anybody is assessed."""

    kind: str
    node: Expression | None
    parts: tuple[Plan, ...] = ()
    sql: str | None = None
    cite: str | None = None
    title: Text | None = None
    note: str | None = None
    file: str | None = None
    points: Expression | None = None
    words: Text | None = None
    status: str = ""
    seen: tuple[tree.FactRef, ...] = ()
    said: dict[str, str] = field(factory=dict)
    told: dict[Any, dict[str, Any]] = field(factory=dict)

    def clause(self, words: Words) -> str:
        """The words that are the same for everybody, put together once per language."""
        text = self.said.get(words.lang)
        if text is None:
            text = self.said[words.lang] = self._clause(words)
        return text

    def _clause(self, words: Words) -> str:
        text = _SENTENCES[self.kind](self, words)
        if self.title is not None:
            text = words.say("titled", title=words.of(self.title), text=text)
        if self.points is not None:
            text = words.say("titled", title=words.say("award", points=words.phrase(self.points, POINTS)), text=text)
        return text


def _leaf_clause(plan: Plan, words: Words) -> str:
    return words.clause(plan.node) if plan.node is not None else ""


def _standing_clause(plan: Plan, words: Words) -> str:
    return words.of(plan.words) if plan.words is not None else ""


def _required_clause(plan: Plan, words: Words) -> str:
    return words.say("also_required", text=_standing_clause(plan, words))


def _headline(plan: Plan, words: Words) -> str:
    title = words.of(plan.words) if plan.words is not None else ""
    return words.say("provision", title=title, status=words.say(plan.status))


def _fixed_clause(word: str) -> Callable[[Plan, Words], str]:
    return lambda plan, words: words.say(word)


_SENTENCES: dict[str, Callable[[Plan, Words], str]] = {
    "clause": _leaf_clause,
    "definition": _leaf_clause,
    "standing": _standing_clause,
    "not_tested": _required_clause,
    "all": _fixed_clause("all"),
    "any": _fixed_clause("any"),
    "none": _fixed_clause("none_of_these"),
    "decide": _fixed_clause("decide"),
    "at_least": _fixed_clause("at_least"),
    "points": _fixed_clause("points"),
    "provision": _headline,
}


@define(eq=False)
class Explanation:
    """One node: held (True), failed (False) or not known (None), with the parts it follows from."""

    plan: Plan
    truth: Truth
    at: Situation
    parts: tuple[Explanation, ...] = ()
    status: Status | None = None
    filled: dict[str, Any] | None = None

    @property
    def kind(self) -> str:
        """clause, definition, all, any, none, at_least, points, decide, provision, standing or not_tested."""
        return self.plan.kind

    @property
    def sql(self) -> str | None:
        """The expression as the pack writes it."""
        return self.plan.sql

    @property
    def cite(self) -> str | None:
        """Where the clause stands in its instrument."""
        return self.plan.cite

    @property
    def file(self) -> str | None:
        """File, line and column of the clause."""
        return self.plan.file

    def sentence(self, lang: str = "en") -> str:
        """This node alone in the reader's language."""
        return self._sentence(self.at.book.words(language(lang)))

    def _sentence(self, words: Words) -> str:
        text = self.plan.clause(words)
        if self.filled is not None:
            return _filled(text, self.filled, words)
        seen = self.plan.seen
        if not seen:
            return text
        return words.say("seen", clause=text, values=_values(seen, self.at, words))

    def summary(self, words: Words) -> str:
        """This node with all below it as one sentence: alternatives joined by "or", and what was seen."""
        if not self.parts or self.plan.node is None:
            return self._sentence(words)
        seen = tuple(dict.fromkeys(fact for leaf in self.leaves() for fact in leaf.plan.seen))
        clause = words.clause(self.plan.node)
        return words.say("seen", clause=clause, values=_values(seen, self.at, words)) if seen else clause

    def text(self, lang: str = "en") -> str:
        """The whole tree as indented lines, each marked as held, failed or not known."""
        return "\n".join(self._lines(self.at.book.words(language(lang)), 0))

    def _lines(self, words: Words, depth: int) -> Iterator[str]:
        cite = f"  [{self.plan.cite}]" if self.plan.cite else ""
        yield f"{'  ' * depth}{MARKS[self.truth]} {self._sentence(words)}{cite}"
        for part in self.parts:
            yield from part._lines(words, depth + 1)

    def leaves(self) -> Iterator[Explanation]:
        """The clauses at the ends of the tree."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()

    def plain(self, lang: str = "en") -> dict[str, Any]:
        """The tree as JSON values."""
        return self._plain(self.at.book.words(language(lang)))

    def _plain(self, words: Words) -> dict[str, Any]:
        own = self._told(words) if self.filled is None else self._alone(words)
        if not self.parts:
            return dict(own)
        return {**own, "parts": [part._plain(words) for part in self.parts]}

    def _told(self, words: Words) -> dict[str, Any]:
        """A node as it was told to somebody with the same values: mostly none."""
        told, seen = self.plan.told, self.plan.seen
        key = (words.lang, self.truth, *[self.at.fact(fact.name) for fact in seen])
        found = told.get(key)
        if found is None:
            if len(told) > MOST_TOLD:
                told.clear()
            found = told[key] = self._alone(words)
        return found

    def _alone(self, words: Words) -> dict[str, Any]:
        plan = self.plan
        found: dict[str, Any] = {"kind": plan.kind, "truth": TRUTH_WORDS[self.truth], "text": self._sentence(words)}
        if plan.sql is not None:
            found["sql"] = plan.sql
        if plan.cite is not None:
            found["cite"] = plan.cite
        if plan.note is not None:
            found["note"] = plan.note
        if plan.file is not None:
            found["file"] = plan.file
        return found


def _filled(text: str, filled: dict[str, Any], words: Words) -> str:
    for name, part in filled.items():
        shown = words.say(part) if isinstance(part, Status) or name == "status" else str(part)
        text = text.replace("{" + name + "}", shown)
    return text


def _values(seen: tuple[tree.FactRef, ...], at: Situation, words: Words) -> str:
    if len(seen) == 1:
        return at.shown_as(seen[0], words)
    whose = "yours" if seen[0].name.startswith("person.") else "stated"
    each = [words.say("seen_each", item=words.label(fact.name), value=at.shown(fact, words)) for fact in seen]
    return words.say(whose, value=words.joined(each))


@define(eq=False)
class _Kept:
    """A plan with the node it was made for: holding the node keeps its identity from being used again."""

    node: Expression
    plan: Plan


def plan_of(node: Expression, book: RuleBook) -> Plan:
    """The plan of a bound condition, laid out once and kept with the rule book."""
    kept: _Kept | None = book.plans.get(id(node))
    if kept is not None and kept.node is node:
        return kept.plan
    plan = _PLANS.get(type(node), _leaf_plan)(node, book)
    book.plans[id(node)] = _Kept(node, plan)
    return plan


def _leaf_plan(node: Expression, book: RuleBook) -> Plan:
    facts = {part.name: part for part in walk(node) if isinstance(part, tree.FactRef)}
    return Plan("clause", node, seen=tuple(fact for fact in facts.values() if fact.kind.name not in UNSHOWN))


def _fact_plan(node: tree.FactRef, book: RuleBook) -> Plan:
    return Plan("definition" if book.definition(node.name) is not None else "clause", node, seen=(node,))


def _clause_plan(node: tree.ClauseOf, book: RuleBook) -> Plan:
    inner = plan_of(node.expression, book)
    place = str(node.place) if node.place.line else None
    return _dressed(inner, sql=node.sql, cite=node.cite, title=node.title, note=node.note, file=place)


def _titled_plan(node: tree.GroupOf, book: RuleBook) -> Plan:
    return _dressed(plan_of(node.expression, book), cite=node.cite, title=node.title)


def _dressed(plan: Plan, **more: Any) -> Plan:
    """The same plan with its own citation and title."""
    given = {key: value for key, value in more.items() if value is not None}
    base = {name: getattr(plan, name) for name in _DRESS}
    return Plan(**{**base, **given})


_DRESS = ("kind", "node", "parts", "sql", "cite", "title", "note", "file", "points", "words", "seen")


def _group_plan(kind: str) -> Callable[[Any, RuleBook], Plan]:
    return lambda node, book: Plan(kind, node, tuple(plan_of(part, book) for part in node.parts))


def _not_plan(node: tree.Not, book: RuleBook) -> Plan:
    """A bar: every clause said the other way round, so that a mark beside it means the same as anywhere else."""
    inner, dress = _undressed(node.part)
    if isinstance(inner, (tree.Or, tree.And)):
        kind = "all" if isinstance(inner, tree.Or) else "any"
        plan = Plan(kind, node, tuple(_not_plan(tree.Not(part), book) for part in inner.parts))
    elif isinstance(inner, tree.Not):
        plan = plan_of(inner.part, book)
    elif isinstance(inner, (tree.AtLeast, tree.Points, tree.Case, tree.MetBy)):
        plan = Plan("none", node, (plan_of(inner, book),))
    else:
        plan = _leaf_plan(tree.Not(inner), book)
    return _dressed(plan, **dress)


def _undressed(node: Expression) -> tuple[Expression, dict[str, Any]]:
    dress: dict[str, Any] = {}
    while isinstance(node, (tree.ClauseOf, tree.GroupOf)):
        dress |= {"cite": node.cite, "title": node.title}
        if isinstance(node, tree.ClauseOf):
            place = str(node.place) if node.place.line else None
            dress |= {"sql": f"NOT ({node.sql})", "note": node.note, "file": place}
        node = node.expression
    return node, dress


def _points_plan(node: tree.Points, book: RuleBook) -> Plan:
    awards = (award for group in node.groups for award in group)
    return Plan("points", node, tuple(_dressed(plan_of(a.condition, book), points=a.points) for a in awards))


def _plain_plan(kind: str) -> Callable[[Any, RuleBook], Plan]:
    return lambda node, book: Plan(kind, node)


_PLANS: dict[type, Callable[[Any, RuleBook], Plan]] = {
    tree.ClauseOf: _clause_plan,
    tree.GroupOf: _titled_plan,
    tree.And: _group_plan("all"),
    tree.Or: _group_plan("any"),
    tree.AtLeast: _group_plan("at_least"),
    tree.Not: _not_plan,
    tree.Points: _points_plan,
    tree.Case: _plain_plan("decide"),
    tree.MetBy: _plain_plan("provision"),
    tree.FactRef: _fact_plan,
}


def explain_condition(node: Expression, at: Situation) -> Explanation:
    """The explanation of any bound condition."""
    return _fill(plan_of(node, at.book), at)


def _fill(plan: Plan, at: Situation) -> Explanation:
    return _FILLS[plan.kind](plan, at)


def _fill_leaf(plan: Plan, at: Situation) -> Explanation:
    return Explanation(plan, evaluate(plan.node, at) if plan.node is not None else None, at)


def _fill_definition(plan: Plan, at: Situation) -> Explanation:
    """A definition that was not given directly shows what it follows from."""
    node = plan.node
    assert isinstance(node, tree.FactRef)
    definition = at.book.definition(node.name)
    if definition is None or at.facts.get(node.name) is not None:
        return _fill_leaf(plan, at)
    return Explanation(plan, at.fact(node.name), at, (explain_condition(definition, at),))


def _fill_group(plan: Plan, at: Situation) -> Explanation:
    truth = evaluate(plan.node, at) if plan.node is not None else None
    return Explanation(plan, truth, at, tuple([_fill(part, at) for part in plan.parts]))


def _fill_at_least(plan: Plan, at: Situation) -> Explanation:
    found = _fill_group(plan, at)
    assert isinstance(plan.node, tree.AtLeast)
    truths = [part.truth for part in found.parts]
    found.filled = {
        "needed": evaluate(plan.node.needed, at),
        "count": len(truths),
        "held": truths.count(True),
        "open": truths.count(None),
    }
    return found


def _fill_points(plan: Plan, at: Situation) -> Explanation:
    found = _fill_group(plan, at)
    assert isinstance(plan.node, tree.Points)
    held, most = points_between(plan.node, at)
    found.filled = {"needed": evaluate(plan.node.needed, at), "held": held, "most": most}
    return found


def _fill_decide(plan: Plan, at: Situation) -> Explanation:
    """A decision tree: the branches up to the one that decides."""
    assert isinstance(plan.node, tree.Case)
    parts: list[Explanation] = []
    decided = False
    for condition, result in plan.node.branches:
        truth = evaluate(condition, at)
        parts.append(explain_condition(condition, at))
        if truth is not False and not isinstance(result, tree.Literal):
            parts.append(explain_condition(result, at))
        if truth:
            decided = True
            break
    default = plan.node.default
    if not decided and default is not None and not isinstance(default, tree.Literal):
        parts.append(explain_condition(default, at))
    return Explanation(plan, evaluate(plan.node, at), at, tuple(parts))


def _fill_provision(plan: Plan, at: Situation) -> Explanation:
    """Another provision that must be met, with its own clauses."""
    assert isinstance(plan.node, tree.MetBy)
    ruling = at.book.ruling(plan.node.provision)
    truth = at.standing(plan.node.provision)
    status = {True: Status.MET, None: Status.UNDETERMINED}.get(truth, Status.UNMET)
    if truth is False and evaluate(ruling.applies, at) is False:
        status = Status.NOT_APPLICABLE
    return explain(ruling, status, at)


_FILLS: dict[str, Callable[[Plan, Situation], Explanation]] = {
    "clause": _fill_leaf,
    "definition": _fill_definition,
    "all": _fill_group,
    "any": _fill_group,
    "none": _fill_group,
    "at_least": _fill_at_least,
    "points": _fill_points,
    "decide": _fill_decide,
    "provision": _fill_provision,
}


def explain(ruling: Ruling, status: Status, at: Situation) -> Explanation:
    """The explanation of a finding."""
    parts = []
    if ruling.version is not None and not isinstance(ruling.applies, tree.Literal):
        parts.append(explain_condition(ruling.applies, at))
    truth = None if status is Status.UNDETERMINED else status is Status.MET
    if ruling.reason is not None:
        parts.append(Explanation(_reason_plan(ruling, at.book), truth, at))
    if ruling.version is not None and status is not Status.NOT_APPLICABLE and not ruling.undecidable:
        parts.append(explain_condition(ruling.condition, at))
        if ruling.version.not_tested is not None:
            parts.append(Explanation(_required_plan(ruling.version.not_tested, at.book), None, at))
    plan = _ruling_plan(ruling, ruling.word(status), at.book)
    return Explanation(plan, truth, at, tuple(parts), status)


def failing(node: Explanation) -> list[Explanation]:
    """The clauses that make a tree fail: leaves that fail, under nodes that fail."""
    if not node.parts:
        return [node] if node.truth is False else []
    below = [leaf for part in node.parts if part.truth is False for leaf in failing(part)]
    return below or ([node] if node.truth is False else [])


def _ruling_plan(ruling: Ruling, word: str, book: RuleBook) -> Plan:
    key = (ruling.provision.id, word)
    kept = book.plans.get(key)
    if kept is None:
        kept = book.plans[key] = Plan("provision", None, words=ruling.provision.title, status=word)
    return kept


def _required_plan(not_tested: Text, book: RuleBook) -> Plan:
    """What is required beside the clauses: marked as not known, for nobody was asked."""
    key = (not_tested, "required")
    kept = book.plans.get(key)
    if kept is None:
        kept = book.plans[key] = Plan("not_tested", None, words=not_tested)
    return kept


def _reason_plan(ruling: Ruling, book: RuleBook) -> Plan:
    key = (ruling.provision.id, "reason")
    kept = book.plans.get(key)
    if kept is None:
        kept = book.plans[key] = Plan("standing", None, words=ruling.reason)
    return kept
