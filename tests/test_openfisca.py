"""The law as the benchmarks write it for OpenFisca-core answers as Huanliu does, provision by provision."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("openfisca_core")
BENCHMARKS = str(Path(__file__).parents[1] / "benchmarks")
ROWS = 3_000
# Rounded to the cent in 64-bit floats, a half may fall on the other side.
A_CENT = 0.011


@pytest.fixture(scope="module")
def alike() -> Any:
    """Both asked about drawn people who know everything of themselves; OpenFisca in 64-bit floats, so that only the law can differ."""
    import numpy as np
    from openfisca_core.variables import config

    sys.path.insert(0, BENCHMARKS)
    patch = pytest.MonkeyPatch()
    patch.setitem(config.VALUE_TYPES[float], "dtype", np.float64)
    try:
        yield _asked()
    finally:
        patch.undo()
        sys.path.remove(BENCHMARKS)


def _asked() -> Any:
    from openfisca_law import System, expressed
    from whole_law import ours
    from whole_people import ON, texts_of, whole_people

    from huanliu.engine.bay import load

    bay = load()
    book = bay.book(ON)
    law = expressed(book, texts_of(book))
    frame = whole_people(book, law.inputs, ROWS, seed=7)
    return bay, law, ours(bay, frame, law.names), System(law, book).asked(frame).answers()


def test_every_provision_is_answered_alike(alike: Any) -> None:
    from openfisca_agreement import compared

    _, law, mine, peer = alike
    found = compared(mine, peer)
    assert set(peer) == set(law.names) == set(mine.columns)
    assert found.truths == {}
    assert found.met > 0.8 * len(law.asked)  # what nobody meets would prove nothing


def test_amounts_agree_to_the_cent(alike: Any) -> None:
    import numpy as np
    import polars as pl

    _, _, mine, peer = alike
    for name, array in peer.items():
        if mine[name].dtype.is_numeric():
            own = mine[name].cast(pl.Float64).fill_null(0).to_numpy()
            assert np.allclose(own, array, rtol=1e-9, atol=A_CENT), name


def test_a_wrong_answer_is_seen(alike: Any) -> None:
    from openfisca_agreement import compared

    _, _, mine, peer = alike
    turned = {"hk.ttps.a": ~peer["hk.ttps.a"], "cn.iit.brackets.tax": peer["cn.iit.brackets.tax"] + 1}
    found = compared(mine, turned)
    assert found.truths == {"hk.ttps.a": ROWS}
    assert found.amounts == {"cn.iit.brackets.tax": ROWS}


def test_most_of_the_law_is_expressed_and_the_rest_has_a_reason(alike: Any) -> None:
    bay, law, _, _ = alike
    assert set(law.asked) | set(law.refused) == set(bay.law.provisions)
    assert len(law.asked) > 0.9 * len(bay.law.provisions)
    assert all(law.refused.values())
