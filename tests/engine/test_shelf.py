"""The shelf: quicker where nothing changed, never trusted where something did."""

from __future__ import annotations

import os
import pickle
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from huanliu.engine import shelf
from huanliu.engine.bay import load
from huanliu.engine.statute import Statutes
from tests.small import small_files


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small law, and a shelf of its own beside it."""
    monkeypatch.setenv("HUANLIU_CACHE", str(tmp_path / "shelf"))
    for name, content in small_files().items():
        path = tmp_path / "law" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "law"


def laws(folder: Path) -> list[Path]:
    return sorted((folder.parent / "shelf").glob("*"))


def stay(folder: Path) -> Any:
    facts = {"person.age": 30, "person.income": 5000, "person.barred": False}
    return load(folder).assess(facts, "2026-06-01")["town.pass"].amounts["stay_months"]


def test_an_unchanged_law_is_taken_from_the_shelf(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stay(folder) == 36
    assert len(laws(folder)) == 1
    monkeypatch.setattr("huanliu.law.reading.read_law", None)
    assert stay(folder) == 36


def test_a_changed_byte_is_read_again(folder: Path) -> None:
    assert stay(folder) == 36
    path = folder / "town" / "pass.yaml"
    path.write_bytes(path.read_bytes().replace(b"value: 36", b"value: 35"))
    assert stay(folder) == 35
    assert len(laws(folder)) == 2


def test_a_changed_engine_reads_again() -> None:
    keys = {shelf.key_of("a", "packs"), shelf.key_of("b", "packs"), shelf.key_of("a", "law")}
    assert len(keys) == 3
    assert len(shelf.engine_digest()) == 64


GARBAGE = {
    "empty": b"",
    "text": b"not a pickle",
    "cut short": pickle.dumps([1, 2, 3])[:-2],
    "another thing": pickle.dumps({"a": 1}),
    "deep": b"\x80\x05" + b"]" * 10 + b".",
}


@pytest.mark.parametrize("name", GARBAGE)
def test_a_file_of_garbage_is_passed_over(folder: Path, name: str) -> None:
    assert stay(folder) == 36
    laws(folder)[0].write_bytes(GARBAGE[name])
    assert stay(folder) == 36


class Calls:
    """Pickles as a call of something."""

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self.call = (function, arguments)

    def __reduce__(self) -> Any:
        return self.call


def through(module: str, name: str, *arguments: str) -> bytes:
    """A pickle that calls module.name, in the protocol that follows dots through a module."""
    body = b"".join(b"\x8c" + bytes([len(text)]) + text.encode() for text in (module, name))
    values = b"".join(b"\x8c" + bytes([len(text)]) + text.encode() for text in arguments)
    return b"\x80\x05" + body + b"\x93(" + values + b"tR."


ATTACKS: dict[str, Callable[[Path], bytes]] = {
    "os.system": lambda mark: pickle.dumps(Calls(os.system, f"touch {mark}")),
    "eval": lambda mark: pickle.dumps(Calls(eval, f"open({str(mark)!r}, 'w')")),
    "open": lambda mark: pickle.dumps(Calls(open, str(mark), "w")),
    "Popen": lambda mark: pickle.dumps(Calls(subprocess.Popen, ["touch", str(mark)])),
    "os through a module of ours": lambda mark: through("huanliu.engine.shelf", "os.system", f"touch {mark}"),
    "a function of ours": lambda mark: through("huanliu.base.whole", "write_whole", str(mark), "x"),
    "what a module of ours imported": lambda mark: through(
        "huanliu.engine.shelf", "tempfile.TemporaryDirectory", "x", "y", str(mark.parent)
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_file_that_somebody_else_put_there_runs_nothing(folder: Path, name: str) -> None:
    assert stay(folder) == 36
    mark = folder.parent / "mark"
    before = sorted(folder.parent.iterdir())
    laws(folder)[0].write_bytes(ATTACKS[name](mark))
    assert stay(folder) == 36
    assert sorted(folder.parent.iterdir()) == before


@pytest.mark.parametrize("name", ["os.system", "open", "what a module of ours imported"])
def test_the_attacks_would_work_on_a_plain_reader(tmp_path: Path, name: str) -> None:
    pickle.loads(ATTACKS[name](tmp_path / "mark"))
    assert list(tmp_path.iterdir()) or name.startswith("what")


def test_a_shelf_that_cannot_be_written_is_no_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = folder.parent / "a file"
    blocked.write_text("")
    monkeypatch.setenv("HUANLIU_CACHE", str(blocked / "shelf"))
    assert stay(folder) == 36


def test_nothing_half_written_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: Any, **more: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert stay(folder) == 36
    assert laws(folder) == []


def test_only_the_latest_few_laws_stay(folder: Path) -> None:
    statutes = load(folder).statutes
    for number in range(12):
        shelf.keep(f"law{number}", statutes)
    assert len(laws(folder)) == 8


def test_the_shelf_stands_where_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUANLIU_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", tempfile.gettempdir())
    assert shelf.shelf_folder() == Path(tempfile.gettempdir()) / "huanliu"


def test_what_comes_back_is_what_was_put_there(folder: Path) -> None:
    statutes = load(folder).statutes
    shelf.keep("x", statutes)
    again = shelf.take("x")
    assert isinstance(again, Statutes) and again == statutes and again is not statutes
    assert shelf.take("y") is None
