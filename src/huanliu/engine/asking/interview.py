"""The interview: the next question that matters, until every goal is decided or nothing is left to ask.

A question is only ever asked if some answer to it can still change a goal's finding, alone or together with answers to other
questions (`relevance.py`). Among those the one comes first that is expected to save most further questions over all goals
(`effort.py`), for what it costs; among equals the less sensitive one, then the one whose answer changes less easily, then the
one that the law asks first. Nothing is drawn: the same answers lead to the same questions.

A provision is decided once its status is; one that sorts cases also once it is known which named results hold. "I don't know"
is an answer: it is not asked again, and the goals are decided as far as they can be without it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, Final

from attrs import define, field, frozen

from huanliu.base.truth import Status
from huanliu.engine import expression as tree
from huanliu.engine.asking import gates
from huanliu.engine.asking.clauses import clause_of, names_in, names_of_provision
from huanliu.engine.asking.missing import LONG_FACTS, missing_facts
from huanliu.engine.asking.question import Goal, Question, columns_asked
from huanliu.engine.asking.relevance import relevance
from huanliu.engine.asking.residual import (
    Pending,
    Residual,
    junction,
    pending_in,
    residual_of,
    residual_of_ruling,
    without,
)
from huanliu.engine.asking.savings import in_order, savings, summed
from huanliu.engine.assess import Finding, assess_one
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.routes import RouteFinding, find_route, follow
from huanliu.engine.rulings import RuleBook, Ruling
from huanliu.engine.subject import ROW_PREFIX, Intake
from huanliu.errors import SubjectError, UnknownNameError, nearest


class Skip(Enum):
    """The answer "I don't know"."""

    SKIP = "skip"


SKIP: Final = Skip.SKIP
# Agendas kept for later interviews, of some three kilobytes each: what four hundred interviews that stand open look at.
MOST_KEPT = 10_000


@frozen
class _Moment:
    """What is known at a moment of the interview, and the question that was just answered."""

    facts: Mapping[str, Any]
    silent: frozenset[str]
    asked: str | None = None


@define(eq=False)
class _Agenda:
    """What is left of one goal, and what each question about it is expected to save."""

    goal: Goal
    status: Status
    left: tuple[Residual, ...]
    savings: dict[str, float]
    clauses: tuple[Pending, ...]
    matter: frozenset[str] | None = None
    book: RuleBook = field(kw_only=True)

    def matters(self, name: str) -> bool:
        """Whether an answer can still change the goal; found out when a question is about to be asked."""
        if name not in self.savings:
            return False
        if self.matter is None:
            self.matter = frozenset().union(*(relevance(part, self.book).names for part in self.left))
        return name in self.matter


class Interview:
    """An interview under the law of a day. Raises UnknownNameError for a goal that is not there, SubjectError for a bad fact.

    A goal is a provision, a route, or a journey, which stands for every door of its tasks.

    `amounts`: also ask what the amounts of a provision that is met still lack. `skipped`: facts that the subject said not to know,
    so that an interview can be taken up again by a process that never saw its beginning.
    """

    def __init__(
        self,
        book: RuleBook,
        goals: Sequence[str],
        facts: Mapping[str, Any] | None = None,
        amounts: bool = False,
        skipped: Iterable[str] = (),
    ) -> None:
        self.book, self.amounts = book, amounts
        self.goals = _goals_kept(tuple(goals), book)
        self._intake = Intake(book.statutes)
        given = self._intake.read(facts or {})
        known = {name: value for name, value in given.items() if value is not None}
        silent = frozenset(name for name in self._intake.read(dict.fromkeys(skipped)) if name not in known)
        self._moments = [_Moment(known, silent)]
        self._names = self._names_kept()
        self._agendas: dict[Goal, _Agenda] = {}
        self._following: list[Question | None] = []
        self._look(set(self.goals))

    @property
    def facts(self) -> Mapping[str, Any]:
        """Every fact known so far, in the engine's own types."""
        return self._moments[-1].facts

    @property
    def skipped(self) -> frozenset[str]:
        """The facts that the subject does not know."""
        return self._moments[-1].silent

    @property
    def asked(self) -> list[str]:
        """The questions answered or skipped so far, in their order."""
        return [moment.asked for moment in self._moments if moment.asked is not None]

    @property
    def open(self) -> frozenset[str]:
        """The facts of which some may still be asked."""
        return frozenset(name for agenda in self._agendas.values() for name in agenda.savings)

    @property
    def done(self) -> bool:
        """Whether there is nothing more to ask."""
        return self.next() is None

    def next(self) -> Question | None:
        """The question that matters most now; None when every goal is decided, or as far as it can be."""
        if not self._following:
            self._following.append(self._found())
        return self._following[0]

    def _found(self) -> Question | None:
        total = summed(agenda.savings for agenda in self._agendas.values())
        for name in in_order(total, self.book):
            why = tuple(goal for goal, agenda in self._agendas.items() if agenda.matters(name))
            if why:
                return self._question(name, why)
        return None

    def answer(self, name: str, value: Any) -> None:
        """Take an answer: a plain value, or SKIP for "I don't know". Raises SubjectError and stays as it was if it will not do."""
        self._moments.append(self._after(self._moments[-1], name, value))
        self._look(self._about(name))

    def take(self, answers: Iterable[tuple[str, Any]]) -> None:
        """Many answers in their order, as somebody gave them earlier. Raises SubjectError and stays as it was if one will not do."""
        moments = [self._moments[-1]]
        for name, value in answers:
            moments.append(self._after(moments[-1], name, value))
        self._moments += moments[1:]
        self._look({goal for moment in moments[1:] for goal in self._about(str(moment.asked))})

    def _after(self, moment: _Moment, name: str, value: Any) -> _Moment:
        known, silent = dict(moment.facts), moment.silent
        read = None if value is SKIP else self._intake.read({name: value})[name]
        if read is None:
            self._known(name)
            known.pop(name, None)
            return _Moment(known, silent | {name}, name)
        known[name] = read
        return _Moment(known, silent - {name}, name)

    def change(self, name: str, value: Any) -> None:
        """Put another answer in place of an earlier one; later answers stay. Raises SubjectError where there was none."""
        if name not in self.facts and name not in self.skipped:
            hint = nearest(name, [*self.facts, *self.skipped]) or "answer it first"
            raise SubjectError(f"there is no answer to {name[:80]!r} to change", found=name[:80], hint=hint)
        self.answer(name, value)

    def back(self) -> str | None:
        """Take the last answer back and give its fact, which may be asked again; None at the beginning."""
        if len(self._moments) == 1:
            return None
        name = self._moments.pop().asked
        assert name is not None, "every moment but the first follows an answer"
        self._look(self._about(name))
        return name

    def findings(self) -> dict[str, Finding | RouteFinding]:
        """Every goal as it stands now."""
        at = self._situation()
        return {goal.id: _finding(goal, at) for goal in self.goals}

    def statuses(self) -> dict[str, Status]:
        """How every goal stands now, without the finding behind it: that was found out with what is left to ask."""
        return {goal.id: self._agendas[goal].status for goal in self.goals}

    def _situation(self) -> Situation:
        return Situation(self.facts, self.book)

    def _known(self, name: str) -> None:
        self._intake.read({name: None})

    def _names_kept(self) -> Mapping[Goal, frozenset[str]]:
        """What the goals hang on is the same for everybody; found anew for each interview it took longer than the questions."""
        kept: dict[Goal, frozenset[str]] = self.book.plans.setdefault("goals", {})
        for goal in self.goals:
            if goal not in kept:
                kept[goal] = self._names_of(goal)
        return kept

    def _names_of(self, goal: Goal) -> frozenset[str]:
        """Every name that a goal can hang on."""
        if goal.route:
            return frozenset().union(*(names_in(step, self.book) for step in self.book.steps(goal.id)))
        results = (names_in(condition, self.book) for _, condition in self.book.ruling(goal.id).outcomes)
        return names_of_provision(goal.id, self.book).union(*results)

    def _about(self, name: str) -> set[Goal]:
        return {goal for goal in self.goals if name in self._names[goal]}

    def _look(self, goals: set[Goal]) -> None:
        """Look again at the goals that an answer is about; what is left of the others stays as it was."""
        at = self._situation()
        self._following = []
        for goal in self.goals:
            if goal in goals:
                self._agendas[goal] = self._kept(goal, at)

    def _kept(self, goal: Goal, at: Situation) -> _Agenda:
        """The agenda of everybody who gave the same answers about a goal: most interviews begin alike."""
        known: OrderedDict[Any, _Agenda] = self.book.plans.setdefault("agendas", OrderedDict())
        names = self._names[goal]
        if LONG_FACTS & names & self.facts.keys():
            return self._agenda(goal, at)
        given = frozenset((name, value) for name, value in self.facts.items() if name in names)
        key = (goal, self.amounts, given, self.skipped & names)
        # Taken out and put back at the end: the first is then the one that was not asked for longest, and goes first. Forgetting
        # all at once made everybody who stood in an interview begin anew. Another thread may have taken it out just now.
        found = known.pop(key, None)
        if found is None:
            found = self._agenda(goal, at)
        known[key] = found
        if len(known) > MOST_KEPT:
            known.popitem(last=False)
        return found

    def _agenda(self, goal: Goal, at: Situation) -> _Agenda:
        """The parts of a goal that are open, and what answers are expected to save of the effort to settle them."""
        finding = _finding(goal, at)
        left = [without(part, self._mute(part)) for part in self._open(finding, at)]
        pending = tuple(clause for part in left for clause in pending_in(part))
        parts = [self._sorting(goal, at)] if _sorts(finding) else left
        saved = summed(savings(without(part, self._mute(part)), self.book) for part in parts)
        return _Agenda(goal, finding.status, tuple(left), saved, pending, book=self.book)

    def _mute(self, left: Residual) -> frozenset[str]:
        """Facts that will not be answered: skipped, or of a family member, who are asked for as a whole."""
        names = (name for pending in pending_in(left) for name in pending.unknown)
        return self.skipped | {name for name in names if name.startswith(ROW_PREFIX)}

    def _open(self, finding: Finding | RouteFinding, at: Situation) -> Iterator[Residual]:
        """What is undecided of a goal: its status, then which results hold, then, if wanted, its amounts."""
        if isinstance(finding, RouteFinding):
            if finding.status is Status.UNDETERMINED:
                yield junction(gates.EVERY, (residual_of(door, at) for door in at.book.steps(finding.route.id)))
        elif finding.status is Status.UNDETERMINED:
            yield residual_of_ruling(finding.ruling, at)
        elif _sorts(finding):
            yield from (residual_of(condition, at) for _, condition in finding.ruling.outcomes)
        elif finding.status is Status.MET and self.amounts:
            yield from self._open_amounts(finding.ruling, at)

    def _sorting(self, goal: Goal, at: Situation) -> Residual:
        """The named results as they are gone through, without what each repeats of the ones before."""
        outcomes = at.book.ruling(goal.id).outcomes
        stops = tuple(outcome.stop for outcome, _ in outcomes)
        cases: list[Residual] = []
        for place, (_, condition) in enumerate(outcomes):
            before = sum(stops[:place])
            own = condition.parts[before] if before and isinstance(condition, tree.And) else condition
            cases.append(residual_of(own, at))
        return junction(gates.Sorted(stops), cases)

    def _open_amounts(self, ruling: Ruling, at: Situation) -> Iterator[Residual]:
        for _, sql in ruling.amounts.values():
            lacking = tuple(missing_facts(sql, at))
            if evaluate(sql, at) is None and lacking:
                yield Pending(clause_of(sql, at.book), lacking, {}, False, frozenset(lacking))

    def _question(self, name: str, why: tuple[Goal, ...]) -> Question:
        kind = self.book.statutes.kinds[name]
        columns: tuple[str, ...] = ()
        if kind.name == "members":
            asking = (clause for goal in why for clause in self._agendas[goal].clauses if name in clause.facts)
            columns = columns_asked((pending.clause for pending in asking), self.book)
        return Question(name, kind, why, self.book, columns)


def _goals_kept(names: tuple[str, ...], book: RuleBook) -> tuple[Goal, ...]:
    """The goals of some names, each once."""
    kept: dict[tuple[str, ...], tuple[Goal, ...]] = book.plans.setdefault("goals of names", {})
    if names not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[names] = tuple(dict.fromkeys(goal for name in names for goal in _goals(name, book)))
    return kept[names]


def _goals(name: str, book: RuleBook) -> list[Goal]:
    """A journey's doors in the order of its tasks; of any other name the goal that it is."""
    journeys = book.statutes.law.journeys
    journey = journeys.get(name) or journeys.get(f"journey.{name}")
    if journey is None:
        return [_goal(name, book)]
    return [_goal(door, book) for task in journey.tasks for door in task.doors]


def _goal(name: str, book: RuleBook) -> Goal:
    """A provision by its id or an alias, or a route by its id with or without its prefix."""
    law = book.statutes.law
    if name in law.routes or f"chain.{name}" in law.routes:
        return Goal(find_route(law.routes, name).id, route=True)
    try:
        return Goal(book.ruling(name).provision.id)
    except UnknownNameError as error:
        hint = nearest(name, [*law.provisions, *law.routes, *law.journeys]) or "huanliu law list shows all"
        message = f"there is no provision, route or journey {name[:80]!r}"
        raise UnknownNameError(message, found=name[:80], hint=hint) from error


def _finding(goal: Goal, at: Situation) -> Finding | RouteFinding:
    if goal.route:
        return follow(at.book.statutes.law.routes[goal.id], at)
    return assess_one(at.book.ruling(goal.id), at)


def _sorts(finding: Finding | RouteFinding) -> bool:
    """Whether a goal is at the stage of finding out which of its named results holds."""
    return isinstance(finding, Finding) and finding.status is Status.MET and bool(finding.outcomes_open)
