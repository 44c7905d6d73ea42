"""The whole law over millions of subjects: every provision that OpenFisca can express, ours beside OpenFisca-core.

    python benchmarks/whole_law.py [rows] [rows at once]

OpenFisca's variables are written from the same bound law (`openfisca_law.py`; the rules that somebody wrote by hand are timed
beside what is written for them, so that nobody's slowness is the writer's). The subjects come in parts, the same for both, since
five million with everything that both work out need more memory than this machine has; each part is a round. Every fact is known,
and before anything is timed both must give the same answers.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from openfisca_agreement import Agreement, compared
from openfisca_law import Expressed, System, expressed
from people import people, texts
from population import ANSWERS, openfisca
from record import peak_alone, peak_gib, side_by_side, summary, write
from whole_people import ON, texts_of, whole_people

from huanliu.engine.bay import Bay, load
from huanliu.engine.columns.frame import Table
from huanliu.engine.columns.polars import assess_table
from huanliu.engine.columns.survey import read_table

OURS, CHECKED, PEER = "Huanliu", "Huanliu, table checked anew", "OpenFisca-core"
OUR_STANDING, PEER_STANDING = "Huanliu, no amounts", "OpenFisca-core, no amounts"
AGAINST = {OUR_STANDING: PEER_STANDING, PEER_STANDING: PEER_STANDING}
BY_HAND, WRITTEN = "38 rules and 5 taxes by hand", "the same, written from the law"
LOOKED_AT = 100_000
HAND_ROWS = 1_000_000
ROUNDS = 5


def ours(bay: Bay, table: pl.DataFrame | Table, names: Sequence[str]) -> pl.DataFrame:
    """Our answers to what both are asked."""
    return assess_table(bay, table, on=ON, keep="none").select(names).collect()


def agreement(bay: Bay, law: Expressed, system: System) -> Agreement:
    """Both asked about the same subjects; a provision that is not answered alike ends the benchmark."""
    frame = whole_people(bay.book(ON), law.inputs, LOOKED_AT, seed=-1 % 2**32)
    found = compared(ours(bay, frame, law.names), system.asked(frame).answers())
    # Conditions may rest on amounts reckoned in 32-bit floats; such a row in a hundred thousand is OpenFisca's rounding, not its law.
    wrong = {name: rows for name, rows in found.truths.items() if rows > LOOKED_AT // 10_000}
    if wrong:
        raise SystemExit(f"not answered alike: {wrong}")
    return found


def timed(bay: Bay, law: Expressed, system: System, rows: int, at_once: int) -> dict[str, list[float]]:
    """Seconds of each contender for each part of the subjects."""
    seconds: dict[str, list[float]] = {}
    for part in range(0, rows, at_once):
        frame = whole_people(bay.book(ON), law.inputs, min(at_once, rows - part), seed=part)
        for name, taken in side_by_side(contenders(bay, law, system, frame), 1).items():
            seconds.setdefault(name, []).extend(taken)
    return seconds


def contenders(bay: Bay, law: Expressed, system: System, frame: pl.DataFrame) -> dict[str, Callable[[], object]]:
    """Both over one part: everything, and only where each provision stands. What OpenFisca keeps is dropped as soon as it has answered."""
    table, asked, standing = read_table(bay.statutes, frame), system.asked(frame), list(law.asked)
    return {
        OURS: lambda: ours(bay, table, law.names),
        PEER: lambda: (asked.answers(), asked.forget()),
        OUR_STANDING: lambda: ours(bay, table, standing),
        PEER_STANDING: lambda: (asked.answers(standing), asked.forget()),
        CHECKED: lambda: ours(bay, frame, law.names),
    }


def by_hand(bay: Bay, rows: int) -> list[dict[str, Any]]:
    """The rules that somebody wrote for OpenFisca beside the same rules written from the law, both in OpenFisca."""
    frame = people(bay, rows)
    provisions = [
        name for name in bay.law.provisions if any(asked == name or asked.startswith(f"{name}.") for asked in ANSWERS)
    ]
    written = expressed(bay.book(ON), texts(bay), provisions, frame.columns).narrowed(ANSWERS)
    asked = System(written, bay.book(ON)).asked(frame)
    runs = {BY_HAND: openfisca(bay, frame), WRITTEN: asked.answers}
    for run in runs.values():
        run()
    seconds = side_by_side(runs, ROUNDS)
    return [summary(name, taken, seconds[BY_HAND]) for name, taken in seconds.items()]


def alone(bay: Bay, path: str, contender: str) -> None:
    """Memory of one contender in a process of its own, as one line of JSON."""
    frame = pl.read_parquet(path)
    law = expressed(bay.book(ON), texts_of(bay.book(ON)))
    run: Callable[[], object]
    if contender == PEER:
        run = System(law, bay.book(ON)).asked(frame).answers
    else:
        table = read_table(bay.statutes, frame)
        run = lambda: ours(bay, table, law.names)  # noqa: E731
    before = peak_gib()
    run()
    print(json.dumps({"data": frame.estimated_size() / 2**30, "before": before, "peak": peak_gib()}))


def memory(bay: Bay, law: Expressed, rows: int) -> list[dict[str, Any]]:
    """The peaks of both over one part."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "people.parquet")
        whole_people(bay.book(ON), law.inputs, rows).write_parquet(path, compression="lz4")
        for name in (OURS, PEER):
            seen = peak_alone(__file__, "--alone", path, name)
            columns = {"people GiB": "data", "peak before the first answer GiB": "before", "peak GiB": "peak"}
            found.append({"contender": name} | {column: round(seen[key], 2) for column, key in columns.items()})
    return found


def covered(bay: Bay, law: Expressed) -> list[dict[str, Any]]:
    """How much of the law OpenFisca can express, and why not the rest."""
    reasons = Counter(law.refused.values())
    rows = [{"provisions": len(law.asked), "in OpenFisca": "expressed"}]
    for reason, count in reasons.items():
        names = ", ".join(name for name, why in law.refused.items() if why == reason)
        rows.append({"provisions": count, "in OpenFisca": f"not expressed: {reason} ({names})"})
    return [*rows, {"provisions": len(bay.law.provisions), "in OpenFisca": "the whole law"}]


def totals(seconds: Mapping[str, list[float]]) -> list[dict[str, Any]]:
    """Seconds for everybody and by part, with the median of the parts' ratios to OpenFisca."""
    rows = []
    for name, taken in seconds.items():
        row = summary(name, taken, seconds[AGAINST.get(name, PEER)])
        row["times as fast as OpenFisca"] = row.pop("times as fast")
        rows.append({"contender": name, "all parts s": round(sum(taken), 1)} | row)
    return rows


def main(rows: int, at_once: int) -> None:
    """Everything, written to results/whole_law.*."""
    bay = load()
    law = expressed(bay.book(ON), texts_of(bay.book(ON)))
    system = System(law, bay.book(ON))
    alike = agreement(bay, law, system)
    seconds = timed(bay, law, system, rows, at_once)
    at_once = min(rows, at_once)
    tables = {
        "Time": totals(seconds),
        f"Memory over {at_once:,}, each in a process of its own": memory(bay, law, at_once),
        "What OpenFisca can express": covered(bay, law),
        f"OpenFisca by hand and as written from the law, {min(rows, HAND_ROWS):,} people": by_hand(
            bay, min(rows, HAND_ROWS)
        ),
    }
    notes = [
        f"{rows:,} subjects in parts of {at_once:,}; {len(law.asked)} provisions with {len(law.names)} answers (standing, named results,"
        f" amounts) on {ON}; {len(law.inputs)} facts, all known. Medians are of the parts, contenders in turn within each.",
        f"Alike: over {LOOKED_AT:,} subjects OpenFisca's answers differ in {sum(alike.truths.values())} cells that are no amounts;"
        f" {len(alike.amounts)} of the amounts differ by a cent or more in some row ({sum(alike.amounts.values()):,} cells), where 32-bit floats"
        f" lose it. {alike.met} provisions are met by somebody.",
        "'No amounts': only where each provision stands, against OpenFisca asked the same.",
        "OpenFisca answers met or not, in floats; Huanliu in the same time says which of four answers holds, and amounts in exact decimals.",
        f"OpenFisca has {len(law.formulas)} variables with a formula; what several formulas ask is a variable of its own. Numbers of the law stand"
        f" in the formulas, so no look-up of parameters counts. {len(law.counted)} facts that follow from a day log or family are given to both.",
        "From memory to memory, planning included. OpenFisca's variables are declared and its inputs set before the clock starts, and so is"
        " our check of the table.",
    ]
    write("whole_law", f"{len(law.asked)} provisions over {rows:,} subjects", tables, notes)


if __name__ == "__main__":
    if "--alone" in sys.argv:
        alone(load(), sys.argv[2], sys.argv[3])
    else:
        numbers = [int(each) for each in sys.argv[1:]]
        main(numbers[0] if numbers else 5_000_000, numbers[1] if len(numbers) > 1 else 1_000_000)
