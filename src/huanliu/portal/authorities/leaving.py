"""What an officer holds, and giving it back when the post ends: the desk of cases says it, which stands above this one."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from huanliu.portal.authorities.models import Officer


@frozen
class Holder:
    """A desk at which officers hold something: how much one holds, and how it goes back into the queue."""

    count: Callable[[Officer], int]
    give_back: Callable[[Officer], None]


_holders: list[Holder] = []


def holds(holder: Holder) -> None:
    """Registers a desk."""
    _holders.append(holder)


def held_by(officer: Officer) -> int:
    """How much an officer holds."""
    return sum(each.count(officer) for each in _holders)


def give_back(officer: Officer) -> None:
    """Everything that an officer holds goes back."""
    for each in _holders:
        each.give_back(officer)
