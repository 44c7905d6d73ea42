"""Layers: workings laid out as Polars expressions so that what is shared is computed once.

A working that several others need becomes a column of its own, in a layer above those it is made of; the rest is written
out where it stands. Polars finds common parts too, but only after the whole tree has been written out, and one tax
inside another inside a CASE doubles at every step. Columns are dropped after their last use, so memory stays bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from huanliu.engine.columns.sheet import Working

PREFIX = "working:"
# Deeper expressions cost Polars' planner more than one more column does.
DEEPEST = 40


class Layers:
    """Which workings become columns, and in which layer."""

    def __init__(self, outputs: Iterable[Working]) -> None:
        self.outputs = list(outputs)
        self.ordered = _bottom_up(self.outputs)
        self.shared: set[Working] = set()
        self.level: dict[Working, int] = {}
        self._share()

    def _share(self) -> None:
        uses: dict[Working, int] = {}
        for working in (*self.ordered, None):
            for part in self.outputs if working is None else working.parts:
                uses[part] = uses.get(part, 0) + (2 if working is not None and working.repeats else 1)
        depth: dict[Working, int] = {}
        for working in self.ordered:
            deep = 1 + max((depth[part] for part in working.parts), default=0)
            trivial = working.settled or working.column is not None
            if not trivial and (uses.get(working, 0) > 1 or deep > DEEPEST):
                self.shared.add(working)
                deep = 0
            depth[working] = deep
            self.level[working] = max((self.column_level(part) for part in working.parts), default=0)

    def column_level(self, working: Working) -> int:
        """The first layer in which a working can be read."""
        return self.level[working] + 1 if working in self.shared else self.level[working]

    def expression(self, working: Working, top: bool = False) -> pl.Expr:
        """The working written out down to columns; `top` for the expression that makes a shared one's own column."""
        if working in self.shared and not top:
            return pl.col(_name(working))
        return working.build(*(self.expression(part) for part in working.parts))

    def columns_below(self, working: Working, top: bool = False) -> set[str]:
        """The columns that the expression of a working reads."""
        if working in self.shared and not top:
            return {_name(working)}
        if working.column is not None:
            return {working.column}
        return set().union(*(self.columns_below(part) for part in working.parts), working.reads)


def _name(working: Working) -> str:
    return f"{PREFIX}{working.number}"


def _bottom_up(outputs: Iterable[Working]) -> list[Working]:
    """Every working below the outputs once, each after its parts."""
    found: dict[Working, None] = {}
    waiting = list(reversed(list(outputs)))
    while waiting:
        working = waiting.pop()
        lacking = [part for part in working.parts if part not in found]
        if working in found:
            continue
        if lacking:
            waiting += [working, *lacking]
        else:
            found[working] = None
    return list(found)


def laid_out(frame: pl.LazyFrame, names: Iterable[str], outputs: Mapping[str, Working], keep: bool) -> pl.LazyFrame:
    """The frame with a column for each output; `names` are the frame's own, which stay where `keep` says so."""
    layers, own = Layers(outputs.values()), list(names)
    steps: dict[int, list[Working]] = {}
    for working in layers.ordered:
        if working in layers.shared:
            steps.setdefault(layers.level[working], []).append(working)
    needed = _needed_after(layers, steps, outputs)
    for number in sorted(steps):
        made = [layers.expression(working, top=True).alias(_name(working)) for working in steps[number]]
        left = needed[number]
        present = [name for name in frame_names(own, layers, steps, number) if name in left or (keep and name in own)]
        frame = frame.with_columns(made).select([*present, *(_name(w) for w in steps[number] if _name(w) in left)])
    last = [layers.expression(working).alias(name) for name, working in outputs.items()]
    return frame.with_columns(last).select([*(own if keep else ()), *outputs])
