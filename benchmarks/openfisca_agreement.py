"""Whether Huanliu and OpenFisca answer alike: provision by provision, outcome by outcome, amount by amount."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from attrs import frozen

from huanliu.base.truth import Status

# Half a cent, so that only what prints as another cent counts.
CENT = 0.005


@frozen
class Agreement:
    """Where two answers differ: rows by answer that is no amount, and rows by amount in which the cent is not the same."""

    truths: Mapping[str, int]
    amounts: Mapping[str, int]
    furthest: float
    met: int


def compared(mine: pl.DataFrame, peer: Mapping[str, np.ndarray]) -> Agreement:
    """Our columns beside OpenFisca's arrays. What is unmet, undetermined or not applicable with us is not met there, an amount is 0."""
    truths: dict[str, int] = {}
    amounts: dict[str, int] = {}
    furthest, met = 0.0, 0
    for name, array in peer.items():
        own = mine[name]
        if own.dtype.is_numeric():
            away = np.abs(own.cast(pl.Float64).fill_null(0).to_numpy() - array)
            if rows := int((away >= CENT).sum()):
                amounts[name] = rows
            relative = away / np.maximum(1, np.abs(array))
            furthest = max(furthest, float(relative.max()))
        else:
            met += isinstance(own.dtype, pl.Enum) and bool((own == Status.MET.value).any())
            if rows := int((_two_valued(own) != array).sum()):
                truths[name] = rows
    return Agreement(truths, amounts, furthest, met)


def _two_valued(own: pl.Series) -> np.ndarray:
    """Our answer as OpenFisca would hold it."""
    if isinstance(own.dtype, pl.Enum):
        return (own == Status.MET.value).to_numpy()
    if own.dtype == pl.Date:
        return own.cast(pl.Int32).fill_null(0).to_numpy().astype("datetime64[D]")
    return own.fill_null(False).to_numpy()
