"""huanliu ask: at a real terminal, through a pipe, and as a function."""

from __future__ import annotations

import datetime
import io
import json
import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from huanliu.cli.asking import ask
from huanliu.cli.inputs import read_situation
from huanliu.engine.bay import Bay
from huanliu.errors import DocumentError, UnknownNameError
from tests.small import FOLDER, bay_with, small_bay

ON = datetime.date(2026, 6, 1)
COMMAND = [sys.executable, "-m", "huanliu", "ask"]
SURROUNDINGS = {
    **os.environ,
    "HUANLIU_PACKS": str(FOLDER),
    "COLUMNS": "120",
    "PYTHONIOENCODING": "utf-8",
    "TERM": "dumb",
}
PATIENCE = 60


def said(lines: list[str], *goals: str, bay: Bay | None = None, lang: str = "en", save: Path | None = None) -> str:
    """What the dialogue prints for some lines; then the input ends."""
    given: Iterator[str] = iter(lines)
    out = io.StringIO()
    console = Console(file=out, width=120, highlight=False)

    def read(prompt: str) -> str:
        out.write(prompt)
        line = next(given, None)
        if line is None:
            raise EOFError
        return line

    ask(bay or small_bay(), goals or ("town.pass",), ON, lang, save, console, read=read)
    return out.getvalue()


def clause(sql: str) -> Bay:
    return bay_with(drawn=f'versions: [{{from: 2020-01-01, when: {{sql: "{sql}"}}}}]')


def test_it_asks_until_the_goal_is_decided_and_shows_why() -> None:
    text = said(["30", "5000", "n"])
    assert re.findall(r"^\d\. .*$", text, re.M) == [
        "1. How old are you?",
        "2. What do you earn a year?",
        "3. Are you barred?",
    ]
    assert "✓ Town pass" in text and "stay: 36" in text
    assert "Questions asked: 3; not known: 0." in text


def test_a_question_says_what_may_be_typed() -> None:
    text = said(["30"])
    assert "(a number, between 0 and 150, years) > " in text
    assert "(a number, between 0 and 1,000,000,000, HKD) > " in text


def test_a_question_mark_shows_the_goal_and_its_clause() -> None:
    text = said(["?", "12"])
    assert "It can still decide:\n   Town pass\n     age ≥ 18" in text
    assert "Questions asked: 1" in text


def test_an_empty_line_is_an_answer() -> None:
    assert "Questions asked: 1; not known: 1." in said([""])


def test_back_asks_the_question_before_again() -> None:
    text = said(["back", "30", "back", "12"])
    assert "This is the first question." in text
    assert text.count("1. How old are you?") == 3
    assert "Questions asked: 1; not known: 0." in text


def test_a_wrong_answer_is_said_and_asked_again() -> None:
    text = said(["1000", "never", "12"])
    assert "expected between 0 and 150" in text and "expected a number" in text
    assert text.count("1. How old are you?") == 3


@pytest.mark.parametrize("lines", [[], ["quit"], ["30", "quit"], ["30"]])
def test_quitting_and_the_end_of_input_show_what_is_known(lines: list[str]) -> None:
    assert "? Town pass" in said(lines)


def test_choices_are_numbered() -> None:
    bay = clause("person.city = 'mo'")
    text = said(["2"], "town.drawn", bay=bay)
    assert re.search(r" 1  Hong Kong\n +2  Macao\n +3  Shenzhen", text)
    assert "✓ Tried out" in text


def test_a_family_is_asked_member_by_member() -> None:
    bay = clause("person.minor_children >= 1")
    text = said(["2", "spouse", "", "1", "7"], "town.drawn", bay=bay)
    assert "Family member 2" in text and "How old are they?" in text
    assert "✓ Tried out" in text


def test_a_goal_that_is_decided_among_others_is_told_at_once() -> None:
    text = said(["12", "n", "y"], "town.pass", "town.points")
    assert "✗ Town pass" in text.split("2. ")[0]


def test_a_route_is_shown_by_its_doors() -> None:
    assert "Into the town" in said(["12"], "chain.to_town")


def test_nothing_to_ask_is_said() -> None:
    assert "There is nothing to ask" in said([], "town.proposal")


def test_it_speaks_traditional_chinese() -> None:
    text = said(["？", "12"], lang="zh-Hant")
    assert "1. 您幾歲？" in text and "此題仍可影響" in text


def test_the_answers_are_saved_as_a_subject(tmp_path: Path) -> None:
    path = tmp_path / "me.yaml"
    assert "Saved to" in said(["30", "5,000", "n"], save=path)
    at = read_situation(small_bay(), path, "2026-06-01")
    assert dict(at.facts) == {"person.age": 30, "person.income": 5000, "person.barred": False}
    assert [entry.name for entry in tmp_path.iterdir()] == ["me.yaml"], "nothing half-written is left"


def test_a_place_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot write"):
        said(["12"], save=tmp_path / "nowhere" / "me.yaml")


def test_a_goal_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="no provision, route or journey"):
        said([], "town.pas")


def test_through_a_pipe_it_ends_at_the_end_of_input(tmp_path: Path) -> None:
    path = tmp_path / "me.yaml"
    command = [*COMMAND, "town.pass", "--on", "2026-06-01", "--save", str(path)]
    done = subprocess.run(
        command, input=b"30\n5000\n", capture_output=True, env=SURROUNDINGS, timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "? Town pass" in done.stdout.decode()
    assert "person.income: 5000" in path.read_text(encoding="utf-8")


def test_with_json_the_talk_stands_apart_from_the_answer() -> None:
    command = [*COMMAND, "town.pass", "--on", "2026-06-01", "--json"]
    done = subprocess.run(
        command, input=b"30\n\n5000\n", capture_output=True, env=SURROUNDINGS, timeout=PATIENCE, check=True
    )
    answer = json.loads(done.stdout)
    assert answer["facts"] == {"person.age": 30}
    assert (answer["asked"], answer["skipped"]) == (["person.age", "person.income"], ["person.income"])
    assert answer["findings"]["town.pass"]["status"] == "undetermined"
    assert "How old" in done.stderr.decode()


def test_at_a_terminal_it_talks_line_by_line() -> None:
    ours, theirs = pty.openpty()
    command = [*COMMAND, "town.pass", "--on", "2026-06-01"]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=SURROUNDINGS, close_fds=True
    ) as process:
        os.close(theirs)
        seen = ""
        for prompt, answer in (("How old", "30"), ("earn a year", "5000"), ("barred", "n")):
            seen += heard(ours, rf"{prompt}[^>]*> $")
            os.write(ours, f"{answer}\n".encode())
        seen += heard(ours, r"Questions asked: 3")
        assert process.wait(PATIENCE) == 0
    os.close(ours)
    assert "✓ Town pass" in seen


def heard(terminal: int, pattern: str) -> str:
    """What a terminal shows until a pattern comes up."""
    seen = b""
    while not re.search(pattern, seen.decode(errors="replace").replace("\r", ""), re.S):
        ready, _, _ = select.select([terminal], [], [], PATIENCE)
        assert ready, f"nothing more after {seen.decode(errors='replace')[-300:]!r}"
        try:
            more = os.read(terminal, 4096)
        except OSError:
            more = b""
        assert more, f"it ended at {seen.decode(errors='replace')[-300:]!r}"
        seen += more
    return seen.decode(errors="replace")
