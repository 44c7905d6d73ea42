"""House rules: sizes, docstrings, names, what the package offers, and that nothing tracked names where it was made."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import huanliu

ROOT = Path(__file__).parents[1]
# Migrations are written by Django and describe themselves.
SOURCE = sorted(path for path in (ROOT / "src" / "huanliu").rglob("*.py") if path.parent.name != "migrations")
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MOST_LINES = 500
LONG, TOO_LONG = 50, 80
LONGEST_TEST = 40


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(paths: list[Path]) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function with its place."""
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield f"{named(path)}:{node.lineno} {node.name}", node


def length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_module_is_longer_than_a_reader_has_patience_for() -> None:
    assert len(SOURCE) > 60
    assert [named(path) for path in SOURCE if len(path.read_text("utf-8").splitlines()) > MOST_LINES] == []


def test_functions_are_short() -> None:
    lengths = {place: length(node) for place, node in functions(SOURCE)}
    assert [place for place, lines in lengths.items() if lines > TOO_LONG] == []
    long = [place for place, lines in lengths.items() if lines > LONG]
    assert len(long) <= len(lengths) / 100, long


def test_tests_are_short() -> None:
    assert [place for place, node in functions(TESTS) if length(node) > LONGEST_TEST] == []


@pytest.mark.parametrize("paths", [SOURCE, TESTS], ids=["source", "tests"])
def test_every_module_says_what_it_is(paths: list[Path]) -> None:
    bare = [
        named(path)
        for path in paths
        if path.read_text("utf-8").strip() and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert bare == []


def test_every_public_class_and_function_says_what_it_does() -> None:
    bare = []
    for path in SOURCE:
        for node in ast.parse(path.read_text("utf-8")).body:
            public = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):  # type: ignore[arg-type]
                bare.append(f"{named(path)}:{node.lineno}")
    assert bare == []


def test_no_file_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"util", "utils", "helper", "helpers", "common", "manager", "misc", "base_class"}
    assert [named(path) for path in (*SOURCE, *TESTS) if path.stem in drawers] == []


def test_the_package_offers_four_names() -> None:
    assert huanliu.__all__ == ["Bay", "HuanliuError", "Status", "load"]
    assert all(hasattr(huanliu, name) for name in huanliu.__all__)


def test_no_text_is_ever_run() -> None:
    calls = {"eval", "exec", "compile", "__import__"}
    found = []
    for path in SOURCE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in calls:
                found.append(f"{named(path)}:{node.lineno}")
    assert found == []


# Where each large library may be named.
ROOMS = {
    "sqlglot": {"engine/door.py", "engine/terms.py", "engine/functions.py", "engine/condition.py", "engine/columns"},
    "polars": {"engine/columns", "engine/sqltext", "flows", "cli"},
    "yaml": {"base/document.py", "cli", "engine/asking/interview.py"},
    "z3": {"engine/solving", "engine/recourse.py", "engine/proofs.py", "engine/cliffs.py"},
    "duckdb": {"engine/sqltext/duckdb.py"},
    "pyspark": {"engine/sqltext/spark.py"},
    "pickle": {"engine/shelf.py"},
    "opencc": {"base/traditional.py"},
    "typer": {"cli"},
    "rich": {"cli"},
}


@pytest.mark.parametrize("library", ROOMS)
def test_a_library_stays_in_its_room(library: str) -> None:
    imports = re.compile(rf"^\s*(?:import|from) {library}\b", re.MULTILINE)
    inside = [
        path.relative_to(ROOT / "src" / "huanliu").as_posix()
        for path in SOURCE
        if imports.search(path.read_text("utf-8"))
    ]
    assert [
        name for name in inside if not any(name == room or name.startswith(f"{room}/") for room in ROOMS[library])
    ] == []


def tracked() -> list[Path]:
    """Files that git keeps or would keep."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("not in a git repository")
    return [ROOT / name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


# Put together here, so that this file does not name them either.
NAMED = re.compile(
    "|".join(
        (
            r"(?<![\w.])/" + "work/",
            r"(?<![\w.])/home/" + r"\w+/",
            "pypi" + r"\.org",
            "index" + "-url http",
            "extra" + "-index",
            "files.python" + "hosted",
        )
    )
)


def test_nothing_tracked_names_a_machine_or_an_index() -> None:
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", "ignore")
        found += [f"{named(path)}: {match[0]}" for match in NAMED.finditer(text)]
    assert found == []


def test_requirements_are_pinned_with_hashes() -> None:
    for name in ("requirements.txt", "requirements-bench.txt"):
        path = ROOT / name
        lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith(("#", " "))]
        assert lines and all("==" in line for line in lines), name
        assert path.read_text("utf-8").count("--hash=sha256:") >= len(lines)
