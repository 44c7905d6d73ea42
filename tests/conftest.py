"""What all tests share: the two laws they ask, a shelf of their own, and how Hypothesis draws."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile

import pytest
from hypothesis import HealthCheck, settings

from huanliu.engine.bay import Bay, load
from tests.small import small_bay

# Tests, and the command lines they start, neither read nor fill the shelf of whoever runs them. The workers of one run
# share a shelf: the first one's environment is theirs.
if "HUANLIU_TEST_SHELF" not in os.environ:
    os.environ["HUANLIU_TEST_SHELF"] = tempfile.mkdtemp(prefix="huanliu-shelf-")
    atexit.register(shutil.rmtree, os.environ["HUANLIU_TEST_SHELF"], ignore_errors=True)
os.environ["HUANLIU_CACHE"] = os.environ["HUANLIU_TEST_SHELF"]

# Loading the law freezes all objects there are, DuckDB's own too where it came first; it then reports them as leaks.
atexit.register(gc.unfreeze)

# No deadline: the machines that run this are shared and slow now and then. The same draws every time, so that a change
# fails by its own fault; HUANLIU_DRAWS=500 draws that many new ones.
DRAWS = os.environ.get("HUANLIU_DRAWS")
settings.register_profile(
    "huanliu",
    deadline=None,
    derandomize=DRAWS is None,
    max_examples=int(DRAWS or 60),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("huanliu")


@pytest.fixture(scope="session")
def bay() -> Bay:
    """The bundled law."""
    return load()


@pytest.fixture(scope="session")
def small() -> Bay:
    """The small law under tests/small."""
    return small_bay()
