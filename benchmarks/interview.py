"""Questions asked: the interview beside three fixed-order forms, over subjects drawn near the thresholds.

    python benchmarks/interview.py [subjects]

The whole form asks every fact of a goal in the order of the law. The form that stops does so until the goal is decided. The
form that stops and skips also leaves out what can no longer matter as far as the quick reading sees: a form made well by hand.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from record import write

from huanliu.base.truth import Status
from huanliu.engine.asking.cells import cut
from huanliu.engine.asking.interview import SKIP, Interview
from huanliu.engine.asking.missing import missing_facts, names_of, reading_of_ruling
from huanliu.engine.asking.residual import Residual, cells_of, pending_in, residual_of, residual_of_ruling
from huanliu.engine.assess import assess_one
from huanliu.engine.bay import Bay, load
from huanliu.engine.evaluate import Situation
from huanliu.engine.routes import follow
from huanliu.engine.rulings import RuleBook
from huanliu.engine.subject import Intake

ON = "2026-11-20"
SEED = 20261120
SUBJECTS = 1000
ROUTE = "chain.tax.hk_mo_to_qianhai"
SINGLE = (
    "hk.ttps.a",
    "hk.ttps.b",
    "hk.qmas.gpt.criteria12",
    "hk.asmtp",
    "cn.exit_endorsement.talent.research",
    "gba.lawyer.exam",
    "gba.iit_subsidy",
    "cn.data_export.tree",
    ROUTE,
)
# Everything by which a person of talent may come to work in Hong Kong, or go out and in for it.
COMBINED = (
    "hk.ttps.a",
    "hk.ttps.b",
    "hk.ttps.c",
    "hk.qmas.gpt.criteria12",
    "hk.asmtp",
    "hk.iang.recent",
    "hk.iang.returning",
    "cn.exit_endorsement.talent.outstanding",
    "cn.exit_endorsement.talent.research",
    "cn.exit_endorsement.talent.education",
    "cn.exit_endorsement.talent.health",
    "cn.exit_endorsement.talent.legal",
    "cn.exit_endorsement.talent.other",
    "cn.exit_endorsement.business",
)
# A subject is a worked example of the packs with so many of its facts drawn anew.
REDRAWN = (0.05, 0.2, 0.5)

Facts = Mapping[str, Any]


class Form:
    """One set of goals as a form: its facts in the order of the law, and when it is decided."""

    def __init__(self, book: RuleBook, goals: Sequence[str]) -> None:
        self.book, self.goals = book, goals
        self.facts = self.lacking(Situation({}, book), everything=True)

    def lacking(self, at: Situation, everything: bool = False) -> list[str]:
        """What undecided goals still ask, in the order of the law."""
        return list(dict.fromkeys(name for goal in self.goals for name in _asked(goal, at, everything)))

    def stops(self, subject: Facts) -> int:
        """Questions of the form that stops when it is decided."""
        known: dict[str, Any] = {}
        for count, name in enumerate(self.facts):
            if not self.lacking(Situation(known, self.book)):
                return count
            known[name] = subject[name]
        return len(self.facts)

    def skips(self, subject: Facts) -> int:
        """Questions of the form that stops and skips."""
        known: dict[str, Any] = {}
        unanswered: set[str] = set()
        while True:
            names = (
                name for name in self.lacking(Situation(known, self.book)) if name not in unanswered | known.keys()
            )
            name = next(names, None)
            if name is None:
                return len(known) + len(unanswered)
            if subject.get(name) is None:
                unanswered.add(name)
            else:
                known[name] = subject[name]


def _asked(goal: str, at: Situation, everything: bool) -> Iterator[str]:
    """What one goal asks: by its status, then by which of its named results holds."""
    if goal == ROUTE:
        if everything or follow(at.book.statutes.law.routes[goal], at).status is Status.UNDETERMINED:
            yield from (name for door in at.book.steps(goal) for name in missing_facts(door, at))
        return
    ruling = at.book.ruling(goal)
    status = assess_one(ruling, at).status
    if status is Status.UNDETERMINED:
        yield from names_of(reading_of_ruling(ruling, at))
    if everything or status is Status.MET:
        yield from (name for _, condition in ruling.outcomes for name in missing_facts(condition, at))


class Crowd:
    """Draws subjects for some goals: worked examples with some facts drawn anew, each from the cells the law cuts it into."""

    def __init__(self, bay: Bay, book: RuleBook, goals: Sequence[str], facts: Sequence[str]) -> None:
        self.book, self.facts, self.random = book, facts, random.Random(SEED)
        read = Intake(bay.statutes).read
        owners = [bay.law.routes[goal] if goal == ROUTE else bay.law.provisions[goal] for goal in goals]
        self.examples = [read(example.facts) for owner in owners for example in owner.examples]
        self.values = {name: self._values(name, goals) for name in facts}

    def _values(self, name: str, goals: Sequence[str]) -> list[Any]:
        """A value of each cell, those next to a threshold on either side, and those of the examples where there are no cells."""
        at = Situation({}, self.book)
        tests = [
            test
            for part in _parts(goals, at)
            for clause in pending_in(part)
            for test in clause.clause.tests.get(name, ())
        ]
        cells = cells_of(name, tuple(dict.fromkeys(tests)), self.book)
        seen = [example[name] for example in self.examples if example.get(name) is not None]
        if cells is not None:
            return list(cells.values)
        plain = cut(self.book.statutes.kinds[name], self.book.statutes.law.facts.get(name), (), self.book.days.on)
        return seen or (list(plain.values) if plain else [None])

    def drawn(self) -> dict[str, Any]:
        """One subject who can answer every question of the form."""
        example, often = self.random.choice(self.examples), self.random.choice(REDRAWN)
        return {name: self._value(name, example.get(name), often) for name in self.facts}

    def _value(self, name: str, told: Any, often: float) -> Any:
        anew = told is None or self.random.random() < often
        return self.random.choice(self.values[name]) if anew else told


def _parts(goals: Sequence[str], at: Situation) -> Iterator[Residual]:
    for goal in goals:
        if goal == ROUTE:
            yield from (residual_of(door, at) for door in at.book.steps(goal))
        else:
            yield residual_of_ruling(at.book.ruling(goal), at)
            yield from (residual_of(condition, at) for _, condition in at.book.ruling(goal).outcomes)


def interviewed(book: RuleBook, goals: Sequence[str], subject: Facts) -> tuple[int, Interview]:
    """Questions of the interview, and the interview at its end."""
    interview = Interview(book, goals)
    while (question := interview.next()) is not None:
        value = subject.get(question.fact)
        interview.answer(question.fact, SKIP if value is None else value)
    return len(interview.asked), interview


def compared(bay: Bay, book: RuleBook, goals: Sequence[str], subjects: int) -> dict[str, Any]:
    """One row of the table."""
    form = Form(book, goals)
    crowd = Crowd(bay, book, goals, form.facts)
    counts: dict[str, list[int]] = {"interview": [], "stops and skips": [], "stops": []}
    statuses: Counter[str] = Counter()
    for _ in range(subjects):
        subject = crowd.drawn()
        asked, interview = interviewed(book, goals, subject)
        counts["interview"].append(asked)
        counts["stops and skips"].append(form.skips(subject))
        counts["stops"].append(form.stops(subject))
        statuses.update(finding.status.value for finding in interview.findings().values())
        assert all(finding.status is _status(goal, subject, book) for goal, finding in interview.findings().items())
    return {"goal": goals[0] if len(goals) == 1 else f"{len(goals)} goals at once", **_row(form, counts, statuses)}


def _status(goal: str, subject: Facts, book: RuleBook) -> Status:
    at = Situation(subject, book)
    return (
        follow(book.statutes.law.routes[goal], at).status if goal == ROUTE else assess_one(book.ruling(goal), at).status
    )


def _row(form: Form, counts: Mapping[str, list[int]], statuses: Counter[str]) -> dict[str, Any]:
    row: dict[str, Any] = {"whole form": len(form.facts)}
    for name in ("stops", "stops and skips", "interview"):
        row[f"{name}: median"] = statistics.median(counts[name])
        row[f"{name}: mean"] = round(statistics.mean(counts[name]), 2)
    ours = statistics.mean(counts["interview"])
    row["of the whole form"] = f"{ours / len(form.facts):.0%}"
    row["of stops and skips"] = f"{ours / statistics.mean(counts['stops and skips']):.0%}"
    total = sum(statuses.values())
    row["met / unmet / n.a. / open"] = " / ".join(f"{statuses[status.value] / total:.0%}" for status in ORDER)
    return row


ORDER = (Status.MET, Status.UNMET, Status.NOT_APPLICABLE, Status.UNDETERMINED)


def thinking(bay: Bay, goals: Sequence[str]) -> dict[str, Any]:
    """How long the first question takes, cold (a law that nobody has asked yet) and for the next subject."""
    first: list[float] = []
    later: list[float] = []
    for _ in range(5):
        fresh = Bay(bay.statutes).book(ON)
        first.append(_clocked(lambda book=fresh: Interview(book, goals).next()))
        interview = Interview(fresh, goals)
        later.append(_clocked(lambda asked=interview: (asked.answer(asked.next().fact, SKIP), asked.next())))
    name = goals[0] if len(goals) == 1 else f"{len(goals)} goals at once"
    return {"goal": name, "first ms": round(statistics.median(first), 1), "next ms": round(statistics.median(later), 1)}


def _clocked(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    """Every goal alone, then some together."""
    subjects = int(sys.argv[1]) if len(sys.argv) > 1 else SUBJECTS
    bay = load()
    book = bay.book(ON)
    rows = [compared(bay, book, goals, subjects) for goals in [*((goal,) for goal in SINGLE), COMBINED]]
    clocked = [thinking(bay, goals) for goals in [*((goal,) for goal in SINGLE), COMBINED, tuple(bay.law.provisions)]]
    notes = [
        f"{subjects:,} subjects for each row, seed {SEED}, law of {ON}: a worked example of the goal's packs with 5, 20 or 50 in a "
        "hundred of its facts drawn anew, evenly over the cells that the law cuts them into (for numbers the values at and "
        "next to each threshold); facts that the example does not give are always drawn.",
        "A provision is decided when its status is known and, where it sorts cases, which of its named results holds.",
        "Every interview ended at the finding of the subject's full facts (checked for each).",
        "Whole form: every fact of the goal. Stops: in the order of the law until decided. Stops and skips: the same, leaving "
        "out what the answers so far have made pointless.",
    ]
    write("interview", "Questions asked", {"Questions": rows, "Time to the question": clocked}, notes)


if __name__ == "__main__":
    main()
