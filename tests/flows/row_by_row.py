"""The counts of flows worked out the slow way: the reference reader, one subject after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from huanliu.base.truth import Status
from huanliu.engine.bay import Bay
from huanliu.engine.routes import RouteFinding, follow
from huanliu.flows.effects import Charge, Compared

Facts = Mapping[str, Any]


def _amount(bay: Bay, facts: Facts, provision: str, charge: Charge, on: Any) -> tuple[Status, Decimal | None]:
    """An amount, nothing where its provision is not met, None where it is not known."""
    if provision not in bay.law.provisions:
        return Status.UNMET, Decimal(0)
    finding = bay.assess(facts, on, only=provision)[provision]
    if finding.status is Status.UNDETERMINED:
        return finding.status, None
    if finding.status is not Status.MET:
        return finding.status, Decimal(0)
    value = finding.amounts.get(charge.name, 0)
    return finding.status, None if value is None else Decimal(value)


def _status(bay: Bay, facts: Facts, provision: str, on: Any) -> Status:
    if provision not in bay.law.provisions:
        return Status.UNMET
    return bay.assess(facts, on, only=provision)[provision].status


def effect_of(before: Bay, after: Bay, facts: Facts, compared: Compared, on: Any) -> tuple[bool, bool, bool]:
    """Whether one provision of a reform leaves somebody undecided, better and worse."""
    old, new = (_status(bay, facts, compared.id, on) for bay in (before, after))
    undecided = Status.UNDETERMINED in (old, new)
    better = worse = False
    if compared.by_standing:
        better, worse = old is not Status.MET and new is Status.MET, old is Status.MET and new is not Status.MET
    for charge in compared.amounts:
        amounts = [_amount(bay, facts, compared.id, charge, on)[1] for bay in (before, after)]
        if not charge.sense or (compared.by_standing and not old is new is Status.MET):
            continue
        if amounts[0] is None or amounts[1] is None:
            undecided = True
        else:
            change = (amounts[1] - amounts[0]) * int(charge.sense)
            better, worse = better or change > 0, worse or change < 0
    return undecided, better, worse


def word_of(parts: Iterable[tuple[bool, bool, bool]]) -> str:
    """What somebody is counted as."""
    listed = list(parts)
    undecided, better, worse = (any(part[place] for part in listed) for place in range(3))
    if undecided:
        return "undecided"
    return {(True, False): "winners", (False, True): "losers", (True, True): "mixed"}.get((better, worse), "unchanged")


def sums_of(before: Bay, after: Bay, people: Sequence[Facts], name: str, charge: Charge, on: Any) -> Counter[str]:
    """By how much an amount rises and falls over everybody, and for how many that is not known."""
    found: Counter[str] = Counter()
    for facts in people:
        old, new = (_amount(bay, facts, name, charge, on)[1] for bay in (before, after))
        if old is None or new is None:
            found["undecided"] += 1
        else:
            found["more"] += max(new - old, Decimal(0))  # type: ignore[assignment]
            found["less"] += max(old - new, Decimal(0))  # type: ignore[assignment]
    return found


def routes_of(bay: Bay, facts: Facts, route: str, on: Any) -> RouteFinding:
    """One subject on a route."""
    return follow(bay.law.routes[route], bay.situation(facts, on))
