"""What a table says of itself: whether its people are real."""

from __future__ import annotations

from pathlib import Path

import polars as pl

LABEL = "huanliu.label"
LANGS = {"en": LABEL, "zh-Hans": f"{LABEL}.zh-Hans", "zh-Hant": f"{LABEL}.zh-Hans"}


def label_of(path: Path | str, lang: str = "en") -> str:
    """The label of a Parquet file of people, empty where it has none. A file that cannot be read is the reader's to refuse."""
    try:
        said = pl.read_parquet_metadata(path)
    except (pl.exceptions.PolarsError, OSError):
        return ""
    return said.get(LANGS[lang], said.get(LABEL, ""))
