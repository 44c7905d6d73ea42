"""Iterative proportional fitting and whole numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanliu.errors import DocumentError
from huanliu.flows.people.fitting import fit, whole_numbers

NAMES = ("city", "age")


def test_the_example_of_deming_and_stephan_in_small() -> None:
    """Two by two: the odds ratio of the seed stays, the margins are the new ones."""
    fitted = fit(
        np.array([[40.0, 30.0], [35.0, 50.0]]), {(0,): np.array([150, 300]), (1,): np.array([200, 250])}, NAMES
    )

    assert np.allclose(fitted.sum(axis=1), [150, 300])
    assert np.allclose(fitted.sum(axis=0), [200, 250])
    ratio = fitted[0, 0] * fitted[1, 1] / (fitted[0, 1] * fitted[1, 0])
    assert ratio == pytest.approx(40 * 50 / (30 * 35))


def test_a_cell_that_is_nobody_stays_nobody() -> None:
    fitted = fit(np.array([[0.0, 1.0], [1.0, 1.0]]), {(0,): np.array([3.0, 7.0]), (1,): np.array([5.0, 5.0])}, NAMES)
    assert fitted[0, 0] == 0
    assert np.allclose(fitted.sum(axis=0), [5, 5])


def test_margins_that_contradict_each_other_are_refused_by_name() -> None:
    with pytest.raises(DocumentError, match=r"city|age"):
        fit(np.ones((2, 2)), {(0,): np.array([3.0, 7.0]), (1,): np.array([5.0, 6.0])}, NAMES)


@given(
    weights=st.lists(st.floats(0, 1e6), min_size=1, max_size=30).filter(lambda drawn: sum(drawn) > 0),
    total=st.integers(0, 10**7),
)
def test_whole_numbers_keep_the_sum_and_are_never_a_whole_one_away(weights: list[float], total: int) -> None:
    shares = np.array(weights)
    counts = whole_numbers(shares, total)
    assert counts.sum() == total
    assert (np.abs(counts - shares / shares.sum() * total) < 1 + 1e-6).all()


def test_whole_weights_of_the_whole_come_back_as_they_are() -> None:
    people = np.array([18_978_000.0, 688_300.0, 3.0, 0.0])
    assert whole_numbers(people, int(people.sum())).tolist() == [18_978_000, 688_300, 3, 0]
