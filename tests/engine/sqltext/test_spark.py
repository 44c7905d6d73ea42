"""Spark answers as Polars does: the bundled law over drawn people, on a local cluster of two workers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from huanliu.engine.bay import Bay
from huanliu.engine.columns.polars import population as with_polars
from huanliu.errors import TableError
from tests.engine.columns.tables import frame_of
from tests.engine.columns.test_same_answer import lines_of
from tests.engine.sqltext.asked import draw
from tests.engine.sqltext.laws_with_marks import MARKED, marked_bay

pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed (make test-spark)")
pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java here for Spark to run on")
ON = "2026-11-20"
# Spark plans for minutes over the whole law; HUANLIU_DRAWS asks for all of it.
ONLY = None if "HUANLIU_DRAWS" in os.environ else "*.tax.*"


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """One session over two workers, each a process of its own."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
    from huanliu.engine.sqltext.spark import session

    running = session("local-cluster[2,1,1024]")
    yield running
    running.stop()


def test_the_bundled_law_is_answered_as_polars_answers_it(spark: Any, bay: Bay, tmp_path: Path) -> None:
    from huanliu.engine.sqltext.spark import population

    random, book = Random(3), bay.book(ON)
    people = frame_of(bay, draw(bay, random, 300, lines_of(bay, book.days.on)))
    texts = [pl.col(name).str.normalize("NFC") for name, kind in people.schema.items() if kind == pl.String]
    people.with_columns(texts).write_parquet(tmp_path / "people.parquet")
    found = [tmp_path / "polars.parquet", tmp_path / "spark.parquet"]
    assert with_polars(bay, tmp_path / "people.parquet", found[0], ON, ONLY) == 300
    assert population(bay, tmp_path / "people.parquet", found[1], ON, ONLY, spark=spark) == 300
    mine, theirs = (pl.read_parquet(path) for path in found)
    assert_frame_equal(mine.with_columns(pl.col(pl.Enum).cast(pl.String)), theirs, check_dtypes=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["people.parquet", "polars.parquet", "spark.parquet"]


def test_marks_in_texts_of_the_law_stay_texts(spark: Any) -> None:
    from huanliu.engine.sqltext.spark import assess_frame

    bay = marked_bay()
    rows = [(number, word) for number, word in enumerate([*MARKED, "nothing of it"])]
    frame = spark.createDataFrame(rows, "id bigint, `person.word` string")
    found = {row["id"]: row["town.marks"] for row in assess_frame(bay, frame, ON).collect()}
    assert [found[number] for number, _ in rows] == ["met"] * len(MARKED) + ["unmet"]


def test_letters_put_together_are_refused(bay: Bay, tmp_path: Path) -> None:
    from huanliu.engine.sqltext.spark import population

    pl.DataFrame({"person.nationality": ["Zu\u0308rich"]}).write_parquet(tmp_path / "people.parquet")
    with pytest.raises(TableError, match="letters put together"):
        population(bay, tmp_path / "people.parquet", tmp_path / "found.parquet", ON, "hk.ttps.a")
