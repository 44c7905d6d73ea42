"""What is to be paid: added up by currency from the least to the most, with what is paid anew each time and what nobody states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from attrs import define, field, frozen

from huanliu.base.truth import Truth
from huanliu.engine.evaluate import evaluate
from huanliu.engine.planning.tasks import PlannedTask
from huanliu.law.model import Fee, Provision


@frozen
class Choice:
    """Fees of which one is paid; a fee that stands alone is a choice of one. `sure` is whether it is paid at all."""

    fees: tuple[Fee, ...]
    sure: bool

    @property
    def spans(self) -> dict[str, tuple[Decimal, Decimal]]:
        """By currency the least and the most that can be due, of what is stated. A choice between currencies may cost nothing in each."""
        stated: dict[str, list[Decimal]] = {fee.currency: [] for fee in self.fees}
        for fee in self.fees:
            if fee.amount is not None and fee.each is None:
                stated[fee.currency].append(fee.amount)
        sure = self.sure and len(stated) == 1
        return {
            currency: (min(amounts, default=Decimal(0)) if sure else Decimal(0), max(amounts, default=Decimal(0)))
            for currency, amounts in stated.items()
        }


@define
class Bill:
    """`sums` by currency from the least to the most; `each` is paid anew each time, `unstated` is charged without a stated amount, and
    of `unpriced` nothing at all is stated."""

    sums: dict[str, tuple[Decimal, Decimal]] = field(factory=dict)
    each: list[tuple[Provision, Fee]] = field(factory=list)
    unstated: list[tuple[Provision, Fee]] = field(factory=list)
    unpriced: list[Provision] = field(factory=list)

    def add(self, leg: Provision, choices: Sequence[Choice]) -> None:
        """The fees of one office."""
        for choice in choices:
            self._note(leg, choice)
            for currency, (least, most) in choice.spans.items():
                before = self.sums.get(currency, (Decimal(0), Decimal(0)))
                self.sums[currency] = (before[0] + least, before[1] + most)

    def _note(self, leg: Provision, choice: Choice) -> None:
        for fee in choice.fees:
            if fee.each is not None:
                self.each.append((leg, fee))
            elif fee.amount is None:
                self.unstated.append((leg, fee))


def bill_of(tasks: Iterable[PlannedTask]) -> Bill:
    """The bill of a plan: an office that several tasks of one person visit is paid once."""
    bill, paid = Bill(), set[tuple[str, int | None]]()
    # What is needed is counted first: an office that another task only perhaps visits is paid anyway.
    for task in sorted(tasks, key=lambda task: task.needed is None):
        for leg in task.legs:
            whose = (leg.id, None if task.member is None else task.member.place)
            if whose not in paid:
                paid.add(whose)
                bill.add(leg, choices_of(task, leg))
                if not task.at.book.fees(leg.id) and leg not in bill.unpriced:
                    bill.unpriced.append(leg)
    return bill


def choices_of(task: PlannedTask, leg: Provision) -> list[Choice]:
    """The fees of an office that are or may be due in a task; none where none is stated or none applies."""
    found: dict[str, list[tuple[Fee, Truth]]] = {}
    for number, (fee, case) in enumerate(task.at.book.fees(leg.id)):
        paid: Truth = evaluate(case, task.at)
        if paid is not False:
            found.setdefault(fee.one_of or f"{number}", []).append((fee, paid))
    return [_choice(fees, task.needed) for fees in found.values()]


def _choice(fees: list[tuple[Fee, Truth]], needed: Truth) -> Choice:
    """Of alternatives the one that is known to apply; what hangs on something that is not known may not be due at all."""
    known = [fee for fee, paid in fees if paid and fee.when is not None]
    if known:
        return Choice((known[0],), needed is True)
    due = fees[0][0].one_of is not None or fees[0][1] is True
    return Choice(tuple(fee for fee, _ in fees), due and needed is True)
