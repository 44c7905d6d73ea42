"""Recourse on real provisions: how long the least change takes to find, subject by subject; and the whole run of proofs.

    python benchmarks/recourse.py [rounds] [--exclusive]

The subjects are those of the provisions' own examples that do not meet them, so nobody chose them for speed. The peer, where it
ends at all, tries every set of changes in the order of its size by assessing, over the values that the law names.
"""

from __future__ import annotations

import itertools
import math
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from record import side_by_side, summary, write

from huanliu.base.truth import Status
from huanliu.engine import expression as tree
from huanliu.engine.assess import assess_one
from huanliu.engine.bay import Bay, load
from huanliu.engine.cliffs import cliffs, purses
from huanliu.engine.evaluate import Situation
from huanliu.engine.expression import walk
from huanliu.engine.proofs import KINDS, prove
from huanliu.engine.recourse import changeable, recourse
from huanliu.engine.rulings import RuleBook

ON = "2026-11-20"
SMALL = {"person.income_previous_12_months": 900_000, "person.nationality": "CHN"}
GOALS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "hk.ttps.a",
        {**SMALL, "person.prc_passport_living_overseas": False, "person.previously_admitted_under_ttps": False},
    ),
    ("hk.qmas.gpt.criteria12", {"person.age": 30, **SMALL}),
    ("hk.iang.recent", {"person.graduation_certificate_date": "2026-01-15", **SMALL}),
    ("cn.iit.hengqin.talent", {"person.is_chinese_citizen": True}),
    ("chain.tax.hk_mo_to_qianhai", {"person.age": 40}),
    ("chain.doctor.hk_to_shenzhen", {"person.age": 40}),
    ("chain.lawyer.hk_mo_to_gba", {"person.age": 40}),
)
# Every pair of provisions: minutes, so only where it is asked for.
LONG = "exclusive"
PEER = "hk.ttps.a by trying every set of changes"


def unmet(bay: Bay) -> Iterator[tuple[str, Situation]]:
    """Every example of the packs whose subject does not meet the provision, or not yet."""
    for provision in bay.law.provisions.values():
        for example in provision.examples:
            at = bay.situation(example.facts, example.on or provision.verified_on, example.known_on)
            if assess_one(at.book.ruling(provision.id), at).status is not Status.MET:
                yield provision.id, at


def timed(run: Callable[[], object]) -> float:
    """Seconds of one run."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def of_examples(bay: Bay, rounds: int) -> dict[str, Any]:
    """Each example's median, and how they lie."""
    runs = [partial(recourse, at.book, name, at) for name, at in unmet(bay)]
    each = [statistics.median(timed(run) for _ in range(rounds)) for run in runs]
    each.sort()
    return {
        "subjects": len(each),
        "median ms": round(1000 * statistics.median(each), 1),
        "nine of ten within ms": round(1000 * each[int(0.9 * len(each))], 1),
        "slowest ms": round(1000 * each[-1], 1),
    }


def choices(book: RuleBook, name: str, facts: Mapping[str, Any]) -> dict[str, list[Any]]:
    """For each fact that a provision asks for itself and that may change, the values that are worth trying."""
    ruling = book.ruling(name)
    nodes = [part for root in (ruling.applies, ruling.condition) for part in walk(root)]
    asked = dict.fromkeys(part.name for part in nodes if isinstance(part, tree.FactRef))
    free = [fact for fact in asked if fact not in facts or changeable(book, fact) != "never"]
    named = [part.value for part in nodes if isinstance(part, tree.Literal) and isinstance(part.value, Decimal)]

    def values(fact: str) -> list[Any]:
        kind = book.statutes.kinds[fact]
        return [False, True] if kind.name == "bool" else list(kind.values) or named or ["elsewhere"]

    return {fact: values(fact) for fact in free}


def by_trying(book: RuleBook, name: str, facts: Mapping[str, Any]) -> Callable[[], object]:
    """The peer: sets of one change, of two ..., with every value, until one meets the provision."""
    ruling, values = book.ruling(name), choices(book, name, facts)

    def run() -> object:
        for size in range(1, len(values) + 1):
            for chosen in itertools.combinations(values, size):
                for row in itertools.product(*(values[fact] for fact in chosen)):
                    changed = {**facts, **dict(zip(chosen, row, strict=True))}
                    if assess_one(ruling, Situation(changed, book)).status is Status.MET:
                        return changed
        return None

    return run


def of_goals(bay: Bay, rounds: int) -> list[dict[str, Any]]:
    """Chosen goals, the first beside its peer, and how many ways the peer would have to look through for each."""
    book = bay.book(ON)
    subjects = {name: bay.situation(facts, ON) for name, facts in GOALS}
    runs: dict[str, Callable[[], object]] = {name: partial(recourse, book, name, at) for name, at in subjects.items()}
    runs[PEER] = by_trying(book, GOALS[0][0], subjects[GOALS[0][0]].facts)
    return [
        {
            "goal": name,
            "median ms": round(1000 * statistics.median(each), 2),
            "least ms": round(1000 * min(each), 2),
            "most ms": round(1000 * max(each), 2),
            "ways to try": None if name not in subjects or name.startswith("chain.") else ways(book, name, subjects),
        }
        for name, each in side_by_side(runs, rounds).items()
    ]


def ways(book: RuleBook, name: str, subjects: Mapping[str, Situation]) -> str:
    """How many ways there are to leave or set each fact of a provision."""
    values = choices(book, name, subjects[name].facts)
    return f"{math.prod(1 + len(each) for each in values.values()):.0e}"


def of_proofs(bay: Bay, rounds: int) -> list[dict[str, Any]]:
    """Each kind of proof over the whole law."""
    book = bay.book(ON)
    kinds = [kind for kind in KINDS if kind != LONG or f"--{LONG}" in sys.argv]
    runs: dict[str, Callable[[], object]] = {kind: partial(prove, book, kinds=[kind]) for kind in kinds}
    runs["cliffs"] = lambda: [cliffs(book, purse) for purse in purses(book)]
    return [summary(name, each) for name, each in side_by_side(runs, rounds).items()]


def main(rounds: int) -> None:
    """Measure and write."""
    bay = load()
    of_examples(bay, 1)
    tables = {
        "Recourse, every example that is not met": [of_examples(bay, 1)],
        "Recourse, chosen goals": of_goals(bay, rounds),
        "Proofs over the whole law, once": of_proofs(bay, 1),
    }
    write(
        "recourse",
        "Recourse and proofs",
        tables,
        [
            f"{len(bay.law.provisions)} provisions, {len(bay.law.routes)} routes; {rounds} rounds, in turn; examples and proofs once."
        ],
    )


if __name__ == "__main__":
    main(next((int(each) for each in sys.argv[1:] if each.isdigit()), 21))
