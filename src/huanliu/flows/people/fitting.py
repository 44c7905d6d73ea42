"""Iterative proportional fitting, and whole numbers that keep a sum.

Fitting after Deming and Stephan, "On a least squares adjustment of a sampled frequency table when the expected marginal totals are
known", Annals of Mathematical Statistics 11 (1940), 427-444. It is these few lines of numpy because the two libraries that offer it
were worse to lean on: `ipfn` (last release 2021) brings pandas for them, `humanleague` has to be compiled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from huanliu.errors import DocumentError

Axes = tuple[int, ...]
Weights = NDArray[np.float64]
Counts = NDArray[np.int64]

MOST_ROUNDS = 1_000
CLOSE = 1e-9


def fit(seed: Weights, margins: Mapping[Axes, Weights], names: Sequence[str]) -> Weights:
    """The table nearest to `seed` (any number of axes, no cell below zero) whose sums over all but the named axes are `margins`.

    Cells that are zero stay zero. `names` are those of the axes, for the error. Raises DocumentError where the margins contradict each
    other or the zeros of the seed.
    """
    fitted = seed.astype(np.float64)
    for _ in range(MOST_ROUNDS):
        for axes, target in margins.items():
            fitted = fitted * _factors(fitted, axes, target)
        worst = max(_gap(fitted, axes, target) for axes, target in margins.items())
        if worst < CLOSE:
            return fitted
    apart = max(margins, key=lambda axes: _gap(fitted, axes, margins[axes]))
    named = " by ".join(names[axis] for axis in apart)
    raise DocumentError(
        f"the margins cannot be met together: {named} stays {worst:.2%} apart after {MOST_ROUNDS} rounds"
    )


def _summed(table: Weights, axes: Axes) -> Weights:
    others = tuple(axis for axis in range(table.ndim) if axis not in axes)
    return np.asarray(table.sum(axis=others, keepdims=True), dtype=np.float64)


def _factors(table: Weights, axes: Axes, target: Weights) -> Weights:
    found = _summed(table, axes)
    wanted = target.reshape(found.shape)
    return np.divide(wanted, found, out=np.zeros_like(found), where=found > 0)


def _gap(table: Weights, axes: Axes, target: Weights) -> float:
    found = _summed(table, axes)
    return float(np.abs(found - target.reshape(found.shape)).sum() / target.sum())


def whole_numbers(weights: Weights, total: int) -> Counts:
    """`total` shared out by `weights` in whole numbers, the largest remainders first (Hamilton's method); ties go to the earlier cell."""
    flat = weights.ravel()
    if total == 0 or flat.sum() == 0:
        return np.zeros(weights.shape, dtype=np.int64)
    exact = flat / flat.sum() * total
    # A hair above the floor: 2.9999999 is 3 that lost its way in a division.
    counts = np.floor(exact + CLOSE).astype(np.int64)
    rest = total - int(counts.sum())
    first = np.argsort(counts - exact, kind="stable")[:rest]
    counts[first] += 1
    shared: Counts = counts.reshape(weights.shape)
    return shared
