"""The law over a Parquet file, or any frame, in Spark: where one machine is outgrown.

```python
from huanliu.engine.sqltext.spark import assess_frame
found = assess_frame(huanliu.load(), spark.read.parquet("hdfs:///people"), on="2026-11-20", only="hk.*")
found.write.parquet("hdfs:///found")
```
"""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huanliu.base.beside import beside
from huanliu.engine.bay import Bay, Day
from huanliu.engine.columns.frame import ON
from huanliu.engine.columns.polars import Keep
from huanliu.engine.sqltext.dialects import SPARK
from huanliu.engine.sqltext.surveyed import Job, put_together, said_by
from huanliu.engine.sqltext.writer import write_law
from huanliu.errors import TableError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# ANSI: a number too large is an error, never NULL. Constraints are inferred from filters, of which there are none here, and
# inferring them from a thousand columns takes minutes.
SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
}
MASTER = "HUANLIU_SPARK_MASTER"


def session(master: str | None = None) -> SparkSession:
    """The session there is, or one on this machine's processors (or on the master that HUANLIU_SPARK_MASTER names)."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise TableError("Spark is not installed", hint="pip install 'huanliu[spark]'") from error
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        raise TableError("Spark needs Java, and there is none", hint="install a Java runtime, 17 or newer")
    builder = SparkSession.builder.appName("huanliu").master(master or os.environ.get(MASTER, "local[*]"))
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def assess_frame(
    bay: Bay,
    frame: DataFrame,
    on: Day = None,
    known_on: Day = None,
    only: str | None = None,
    keep: tuple[str, ...] = ("id",),
) -> DataFrame:
    """The answers over a Spark frame with the columns of `huanliu law sql --dialect spark --schema`, as a frame.

    The frame is not looked at beforehand: its numbers must lie in the ranges of the vocabulary and its texts be in the form
    NFC. A fact that has no column is not known. TableError where a provision cannot be written.
    """
    law = write_law(bay, "spark", "people", on, known_on, only, keep)
    for identity, reason in law.left_out.items():
        raise TableError(f"{identity} cannot be written in SQL for Spark: {reason}", found=identity)
    lacking = [name for name in law.reads if name not in frame.columns]
    if lacking:
        kinds = dict(line.strip().rstrip(",").split("` ", 1) for line in law.schema.splitlines()[1:-1])
        nothing = [f"CAST(NULL AS {kinds['`' + name]}) AS {SPARK.identifier(name)}" for name in lacking]
        frame = frame.selectExpr("*", *nothing)
    return _selected(frame.sparkSession, frame, law.sql, "`people`")


def population(
    bay: Bay,
    in_path: Path | str,
    out_path: Path | str,
    on: Day = None,
    only: str | None = None,
    known_on: Day = None,
    keep: Keep = "all",
    spark: SparkSession | None = None,
) -> int:
    """Assess a Parquet file into another and say how many rows there were; TableError where that cannot be."""
    job = Job(bay, Path(in_path), on, known_on, only, keep)
    table = job.survey()
    place = SPARK.identifier(f"people_{uuid.uuid4().hex}")
    law = job.write(SPARK, place, table)
    job.refuse_unnormalized(table, law)
    spark = session() if spark is None else spark
    with beside(Path(out_path)) as partial:
        parts = partial.with_name(f"{partial.name}s")
        try:
            frame = _filled(spark.read.parquet(str(job.path.resolve())), job.filled_day(table))
            _selected(spark, frame, law.sql, place).write.parquet(str(parts.resolve()))
            put_together(parts, partial)
        except _spark_errors() as error:
            raise said_by("Spark", error) from error
        finally:
            shutil.rmtree(parts, ignore_errors=True)
    return table.rows


def _selected(spark: SparkSession, frame: DataFrame, sql: str, place: str) -> DataFrame:
    name = place.strip("`")
    frame.createOrReplaceTempView(name)
    try:
        return spark.sql(sql)
    finally:
        spark.catalog.dropTempView(name)


def _filled(frame: DataFrame, day: str | None) -> DataFrame:
    """The frame with a day in every row that had none."""
    if day is None:
        return frame
    columns = [SPARK.identifier(name) for name in frame.columns]
    filled = f"COALESCE({SPARK.identifier(ON)}, {day}) AS {SPARK.identifier(ON)}"
    return frame.selectExpr(*(filled if name == SPARK.identifier(ON) else name for name in columns))


def _spark_errors() -> tuple[type[BaseException], ...]:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    found: tuple[Any, ...] = (PySparkException, Py4JError)
    return found
