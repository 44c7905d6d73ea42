"""What a process keeps so as not to work it out again: in one place, each with its bound and its reason.

All of it could be thrown away at any moment: answers are the same with and without (tests/portal/front/test_kept.py). Nothing
is kept of what anybody is or answered: a piece may say how doors stand, an address may hold a public id.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """At most so many values by key; what was not asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._held: dict[Hashable, Value] = {}

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key, made where it is not held."""
        # Taken out and put back: a dict keeps the order in which it was filled. Another thread may have taken it out just now.
        found = self._held.pop(key, None)
        if found is None:
            found = make()
        self._held[key] = found
        while len(self._held) > self.most:
            self._held.pop(next(iter(self._held)), None)
        return found

    def clear(self) -> None:
        """Forget everything."""
        self._held.clear()

    def __len__(self) -> int:
        return len(self._held)


# Pieces of pages that show the law and no person ({% kept %}): a list of doors is drawn anew for every question otherwise, and
# drawing was three quarters of a page. A piece has one to four thousand characters.
PIECES: Kept[str] = Kept(4_000)
# Addresses by view, arguments and language ({% url %}): a page has thirty, and Django tries its patterns for each.
ADDRESSES: Kept[str] = Kept(8_000)
