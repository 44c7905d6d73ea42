"""Running the worked examples of the packs: each must come out as the law's own sources say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from attrs import frozen

from huanliu.base.truth import Status
from huanliu.engine.assess import Finding, amount_text, assess_one
from huanliu.engine.bay import Bay
from huanliu.engine.evaluate import Situation
from huanliu.engine.routes import RouteFinding, follow
from huanliu.errors import HuanliuError
from huanliu.law.model import Example, Provision, Route


@frozen
class Failure:
    """An example that came out otherwise."""

    id: str
    example: Example
    message: str

    def __str__(self) -> str:
        return f"{self.example.place}: {self.id}: example {self.example.case!r}: {self.message}"


def run_examples(bay: Bay, chosen: set[str] | None = None) -> tuple[int, list[Failure]]:
    """How many examples were run, and those that failed, for the provisions and routes chosen (all without a choice)."""
    count, failures = 0, []
    owners: list[Provision | Route] = [*bay.law.provisions.values(), *bay.law.routes.values()]
    for owner in owners:
        if chosen is None or owner.id in chosen:
            for example in owner.examples:
                count += 1
                failures += [Failure(owner.id, example, message) for message in check_example(bay, owner, example)]
    return count, failures


def check_example(bay: Bay, owner: Provision | Route, example: Example) -> Iterator[str]:
    """What came out otherwise than the example says, in words."""
    on = example.on or getattr(owner, "verified_on", None)
    try:
        situation = bay.situation(example.facts, on, example.known_on)
    except HuanliuError as error:
        yield error.sentence()
        return
    if isinstance(owner, Route):
        yield from _differences(example, _ROUTE_CHECKS, follow(owner, situation), situation)
    else:
        finding = assess_one(situation.book.ruling(owner.id), situation)
        yield from _differences(example, _CHECKS, finding, situation)


def _differences(example: Example, checks: dict[str, Check], found: Any, situation: Situation) -> Iterator[str]:
    for key, expected in example.expect.items():
        check = checks.get(key)
        if check is None:
            yield f"expects {key}, which is not checked here"
            continue
        came = check(found, expected)
        if came is not None:
            yield f"{key}: expected {expected}, came {came}"


Check = Callable[[Any, Any], Any]


def _status(finding: Finding, expected: Any) -> Any:
    if finding.status.value == expected:
        return None
    lacking = f" (missing {', '.join(finding.missing)})" if finding.missing else ""
    failing = [leaf.sentence() for leaf in finding.explanation.leaves() if leaf.truth is False]
    because = f" (because {' | '.join(failing[:4])})" if finding.status is Status.UNMET else ""
    return f"{finding.status.value}{lacking}{because}"


def _amounts(finding: Finding, expected: Any) -> Any:
    came = {name: amount_text(value) for name, value in finding.amounts.items()}
    wrong = {name: came.get(name) for name, value in expected.items() if not _same(value, came.get(name))}
    return wrong or None


def _same(expected: Any, came: str | None) -> bool:
    if expected is None or came is None:
        return expected is None and came is None
    if isinstance(expected, bool):
        return came == str(expected).lower()
    try:
        return Decimal(str(expected).replace(",", "")) == Decimal(came)
    except InvalidOperation:
        return str(expected) == came


def _set(attribute: str) -> Check:
    def check(finding: Any, expected: Any) -> Any:
        came = getattr(finding, attribute)
        return None if sorted(came) == sorted(expected) else came

    return check


def _equal(attribute: str) -> Check:
    def check(finding: Any, expected: Any) -> Any:
        came = getattr(finding, attribute)
        return None if came == expected else came

    return check


def _step_number(step: Any) -> int | None:
    return None if step is None else int(step.number)


def _shut_step(found: RouteFinding, expected: Any) -> Any:
    came = _step_number(found.small_door)
    return None if came == expected else f"{came} (undetermined {_step_number(found.undetermined_step)})"


def _undetermined_step(found: RouteFinding, expected: Any) -> Any:
    came = _step_number(found.undetermined_step)
    # As text: a bare None would say that nothing came out otherwise.
    return None if came == expected else f"{came}"


def _open(found: RouteFinding, expected: Any) -> Any:
    if (found.status is Status.MET) == expected:
        return None
    doors = {step.number: step.truth for step in found.steps}
    lacking = [name for step in found.steps for name in step.missing]
    return f"{found.status.value} (doors {doors}, missing {lacking})"


_CHECKS: dict[str, Check] = {
    "status": _status,
    "amounts": _amounts,
    "outcomes": _set("outcomes"),
    "outcomes_open": _set("outcomes_open"),
    "missing": _set("missing"),
    "amounts_missing": _equal("amounts_missing"),
    "discretionary": _equal("discretionary"),
    "untested": _equal("untested"),
}

_ROUTE_CHECKS: dict[str, Check] = {
    "shut_step": _shut_step,
    "undetermined_step": _undetermined_step,
    "open": _open,
}
