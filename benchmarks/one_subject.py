"""One subject against the whole law, with explanations, warm; and the command line from a cold start.

    python benchmarks/one_subject.py [rounds]

The peer is OpenFisca-core asked the 38 rules and five taxes that it can express for one person, which gives numbers and no
explanation; ours beside it is asked the same provisions, and then every provision there is.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from people import people
from population import ANSWERS, ON, openfisca
from record import side_by_side, summary, write

from huanliu.base.document import read_document
from huanliu.engine.assess import assess_one
from huanliu.engine.bay import Bay, load
from huanliu.engine.evaluate import Situation
from huanliu.engine.subject import Intake

ENGINEER = Path(__file__).parents[1] / "examples" / "engineer.yaml"


def shared(bay: Bay) -> list[str]:
    """The provisions that both are asked."""
    return [name for name in bay.law.provisions if any(a == name or a.startswith(f"{name}.") for a in ANSWERS)]


def assessed(bay: Bay, facts: Mapping[str, Any], names: list[str], told: bool) -> Callable[[], object]:
    """Every finding with its explanation, as objects or put into words as JSON values."""
    book = bay.book(ON)

    def run() -> object:
        at = Situation(facts, book)
        findings = {name: assess_one(book.ruling(name), at) for name in names}
        if told:
            return json.dumps({name: finding.plain("en") for name, finding in findings.items()})
        return [
            (finding.status, finding.amounts, finding.missing, finding.explanation) for finding in findings.values()
        ]

    return run


def cold(times: int) -> list[float]:
    """Seconds of whole processes of `huanliu assess --json`; the first of all fills the shelf and is not counted."""
    command = [sys.executable, "-m", "huanliu", "assess", str(ENGINEER), "--on", ON, "--json"]
    runs = {"cold": lambda: subprocess.run(command, check=True, capture_output=True)}
    return side_by_side(runs, times + 1)["cold"][1:]


def main(rounds: int) -> None:
    """Measure and write."""
    bay = load()
    facts = Intake(bay.statutes).read_node(read_document(ENGINEER))
    everything = list(bay.law.provisions)
    frame = people(bay, 1)
    contenders = {
        "Huanliu, the shared provisions, explained": assessed(bay, facts, shared(bay), False),
        "Huanliu, every provision, explained": assessed(bay, facts, everything, False),
        "Huanliu, every provision, explained in words as JSON": assessed(bay, facts, everything, True),
        "OpenFisca-core, 38 rules and five taxes, no explanation": openfisca(bay, frame),
    }
    for run in contenders.values():
        run()
    seconds = side_by_side(contenders, rounds)
    peer = seconds["OpenFisca-core, 38 rules and five taxes, no explanation"]
    rows = [in_milliseconds(summary(name, each, peer)) for name, each in seconds.items()]
    start = [summary("huanliu assess --json, whole process", cold(9))]
    notes = [
        f"{len(everything)} provisions, of which {len(shared(bay))} are shared with the peer; {rounds} rounds, in turn."
    ]
    write("one_subject", "One subject", {"Warm, one subject": rows, "Cold, from the shelf": start}, notes)


def in_milliseconds(row: dict[str, Any]) -> dict[str, Any]:
    """The same row in milliseconds."""
    return {
        key.replace(" s", " ms"): round(value * 1000, 1) if key.endswith(" s") else value for key, value in row.items()
    }


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 51)
