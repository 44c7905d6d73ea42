"""Spark answers as Polars and the reference reader do, on a local cluster of two workers."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from polars.testing import assert_frame_equal

from huanliu.engine.bay import Bay
from huanliu.engine.columns.polars import population as with_polars
from huanliu.engine.sqltext.writer import WrittenLaw, write_law
from huanliu.errors import TableError
from tests.engine.columns.tables import frame_of
from tests.engine.columns.test_same_answer import lines_of
from tests.engine.sqltext.asked import DAYS, Row, differences, draw, normalized, values
from tests.engine.sqltext.laws_with_marks import MARKED, marked_bay
from tests.strategies import bay_of, laws

pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed (make test-spark)")
pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java here for Spark to run on")
ON = "2026-11-20"
TOGETHER = 8
DATE = re.compile(r"\d{4}-\d\d-\d\d")


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

    subjects = draw(bay, Random(3), 300, lines_of(bay, bay.book(ON).days.on))
    frame_of(bay, normalized(subjects)).write_parquet(tmp_path / "people.parquet")
    found = [tmp_path / "polars.parquet", tmp_path / "spark.parquet"]
    assert with_polars(bay, tmp_path / "people.parquet", found[0], ON, keep="own") == 300
    assert population(bay, tmp_path / "people.parquet", found[1], ON, keep="own", spark=spark) == 300
    mine, theirs = (pl.read_parquet(path) for path in found)
    assert_frame_equal(mine.with_columns(pl.col(pl.Enum).cast(pl.String)), theirs, check_dtypes=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["people.parquet", "polars.parquet", "spark.parquet"]


def drawn_laws(count: int) -> list[dict[str, str]]:
    """So many laws; one after the other, because a list of them is more than Hypothesis draws at once."""
    found: list[dict[str, str]] = []

    @settings(max_examples=count, phases=[Phase.generate])
    @given(files=laws())
    def draw_one(files: dict[str, str]) -> None:
        found.append(files)

    draw_one()
    return found[:count]


def test_drawn_laws_are_answered_alike(spark: Any) -> None:
    random, asked = Random(4), []
    for files in drawn_laws(TOGETHER):
        bay, day = bay_of(files), random.choice(DAYS)
        table = f"people{len(asked)}"
        asked.append((bay, normalized(draw(bay, random, 5)), write_law(bay, "spark", table, on=day), day, table))
    rows = answers(spark, [(bay, subjects, law, table) for bay, subjects, law, _, table in asked])
    for (bay, subjects, law, day, _), found in zip(asked, rows, strict=True):
        wrong = differences(bay, subjects, law, found, day)
        assert not wrong, "\n".join(wrong[:5])


def answers(spark: Any, asked: Sequence[tuple[Bay, Sequence[Row], WrittenLaw, str]]) -> list[list[dict[str, Any]]]:
    """The rows of several laws in one statement, each row as JSON: a statement of its own costs Spark seconds."""
    texts = []
    for number, (bay, subjects, law, table) in enumerate(asked):
        columns = "\n".join(law.schema.splitlines()[1:-1])
        rows = [(at, *values(bay, subject, law.reads)) for at, subject in enumerate(subjects)]
        spark.createDataFrame(rows, columns).createOrReplaceTempView(table)
        packed = "TO_JSON(STRUCT(*), MAP('ignoreNullFields', 'false'))"
        texts.append(f"SELECT {number} AS law, id, {packed} AS answers FROM (\n{law.sql}\n)")
    found: list[list[dict[str, Any]]] = [[] for _ in asked]
    for row in sorted(spark.sql("\nUNION ALL\n".join(texts)).collect()):
        held = json.loads(row["answers"], parse_float=Decimal)
        found[row["law"]].append({name: _plain(value) for name, value in held.items()})
    return found


def _plain(value: Any) -> Any:
    return datetime.date.fromisoformat(value) if isinstance(value, str) and DATE.fullmatch(value) else value


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


def test_letters_put_together_in_a_family_are_refused(bay: Bay, tmp_path: Path) -> None:
    from huanliu.engine.sqltext.spark import population

    family = [[{"relationship": "spouse", "nationality": "Zu\u0308rich"}]]
    stated = {"person.hk_permission": ["ttps"], "person.can_support_and_house_dependants": [True]}
    pl.DataFrame({"person.family": family, **stated}).write_parquet(tmp_path / "people.parquet")
    with pytest.raises(TableError, match=r"column person\.family has letters put together"):
        population(bay, tmp_path / "people.parquet", tmp_path / "found.parquet", ON, "hk.dependant.of_entrant")
