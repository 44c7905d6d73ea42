"""A file is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from huanliu.base.whole import write_whole
from huanliu.errors import DocumentError


def test_a_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    for text in ("old", "新"):
        write_whole(path, text)
    assert path.read_text("utf-8") == "新"
    assert [entry.name for entry in tmp_path.iterdir()] == ["record.json"]


def test_where_it_cannot_be_written_the_old_one_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "record.json"
    write_whole(path, "old")

    def full(*names: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(DocumentError, match="cannot write the file: No space left"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["record.json"]


def test_a_folder_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"nowhere.*cannot write the file: No such file"):
        write_whole(tmp_path / "nowhere" / "record.json", "new")
