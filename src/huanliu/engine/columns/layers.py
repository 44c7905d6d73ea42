"""Layers: workings laid out as Polars expressions so that what is shared is computed once.

A working that several others need becomes a column of its own, in a layer above those it is made of; the rest is written
out where it stands. Polars finds common parts too, but only after the whole tree has been written out, and one tax
inside another inside a CASE doubles at every step. Columns are dropped after their last use, so memory stays bounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence

import polars as pl

from huanliu.engine.columns.sheet import Working

# Deeper expressions cost Polars' planner more than one more column does.
DEEPEST = 40
# What costs more nanoseconds a row than this is never written out inside something else.
DEAR = 1_000.0


class Layers:
    """Which workings become columns, in which layer, and how each is written in Polars."""

    def __init__(self, outputs: Sequence[Working], taken: Iterable[str]) -> None:
        self.prefix = "working:"
        while any(name.startswith(self.prefix) for name in taken):
            self.prefix = "_" + self.prefix
        self.ordered = bottom_up(outputs)
        self._written: dict[Working, pl.Expr] = {}
        self.layer: dict[Working, int] = {}
        self.shared = self._shared(_uses(self.ordered, outputs))
        for working in self.ordered:
            self.layer[working] = max((self._after(part) for part in working.parts), default=0)

    def _shared(self, uses: Counter[Working]) -> set[Working]:
        shared: set[Working] = set()
        depth: dict[Working, int] = {}
        for working in self.ordered:
            depth[working] = 1 + max((depth[part] for part in working.parts), default=0)
            trivial = working.settled or working.column is not None
            if not trivial and (uses[working] > 1 or depth[working] > DEEPEST or working.cost > DEAR):
                shared.add(working)
                depth[working] = 0
        return shared

    def _after(self, working: Working) -> int:
        """The first layer in which a working can be read."""
        return self.layer[working] + 1 if working in self.shared else self.layer[working]

    def name(self, working: Working) -> str:
        """The column of a shared working."""
        return f"{self.prefix}{working.number}"

    def expression(self, working: Working) -> pl.Expr:
        """A working in Polars, read from its column where it is shared."""
        return pl.col(self.name(working)) if working in self.shared else self.written_out(working)

    def written_out(self, working: Working) -> pl.Expr:
        """A working in Polars, made from its parts. What is the same in every row is made once: an Enum word is dear."""
        if working.settled:
            if working not in self._written:
                self._written[working] = working.build()
            return self._written[working]
        return working.build(*(self.expression(part) for part in working.parts))

    def columns(self, working: Working) -> set[str]:
        """The columns that a working's expression reads."""
        return {self.name(working)} if working in self.shared else self.columns_written_out(working)

    def columns_written_out(self, working: Working) -> set[str]:
        """The columns that a working reads when it is made from its parts."""
        if working.column is not None:
            return {working.column}
        return set().union(*(self.columns(part) for part in working.parts))


def _uses(ordered: Iterable[Working], outputs: Iterable[Working]) -> Counter[Working]:
    uses: Counter[Working] = Counter(outputs)
    for working in ordered:
        for part in working.parts:
            uses[part] += 2 if working.repeats else 1
    return uses


def bottom_up(outputs: Sequence[Working], seen: Container[Working] = ()) -> list[Working]:
    """Every working below the outputs once, each after its parts; nothing below those that were seen before."""
    found: dict[Working, None] = {}
    waiting = list(reversed(outputs))
    while waiting:
        working = waiting.pop()
        if working in found or working in seen:
            continue
        lacking = [part for part in working.parts if part not in found and part not in seen]
        if lacking:
            waiting += [working, *lacking]
        else:
            found[working] = None
    return list(found)


def laid_out(
    frame: pl.LazyFrame, own: Sequence[str], outputs: Mapping[str, Working], keep: Sequence[str] = ()
) -> pl.LazyFrame:
    """The columns `keep` of those that are the frame's `own`, and a column for each output."""
    results = list(outputs.values())
    layers = Layers(results, own)
    steps: dict[int, list[Working]] = {}
    for working in layers.ordered:
        if working in layers.shared:
            steps.setdefault(layers.layer[working], []).append(working)
    needed = _needed_after(layers, steps, results)
    present, kept = list(own), set(keep)
    for number in sorted(steps):
        made = [layers.written_out(working).alias(layers.name(working)) for working in steps[number]]
        names = [*present, *(layers.name(working) for working in steps[number])]
        present = [name for name in names if name in needed[number] or name in kept]
        frame = frame.with_columns(made).select(present)
    last = [layers.expression(working).alias(name) for name, working in outputs.items()]
    return frame.with_columns(last).select([*keep, *outputs])


def _needed_after(
    layers: Layers, steps: Mapping[int, list[Working]], results: Sequence[Working]
) -> dict[int, set[str]]:
    """For each layer the columns that later layers still read."""
    needed: set[str] = set().union(*(layers.columns(working) for working in results))
    after: dict[int, set[str]] = {}
    for number in sorted(steps, reverse=True):
        after[number] = set(needed)
        needed = needed.union(*(layers.columns_written_out(working) for working in steps[number]))
    return after
