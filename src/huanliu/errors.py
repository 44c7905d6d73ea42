"""Every error of Huanliu, one tree.

HuanliuError              one clear sentence and a structure; the command line prints the sentence and leaves with code 2
├── DocumentError         a file that cannot be read as plain, bounded YAML
├── PackError             a pack says something that is not a provision, a fact, a parameter or a route
│   └── ExpressionError   an expression outside the language, an unknown name, a clash of types
├── SubjectError          a fact given about a subject is unknown, of the wrong type, or out of its range
├── UnknownNameError      a name asked for (provision, route, fact, language) that is not there
├── DateError             a text that is no date, or a span of dates that cannot be
└── TableError            a table of subjects that cannot be assessed
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from attrs import field, frozen


@frozen
class Place:
    """Where in which file; lines and columns count from 1, 0 means the whole file. `source` is a value as the file writes
    it, where that is not the value itself (in quotes, folded over lines)."""

    file: str
    line: int = 0
    column: int = 0
    source: str | None = field(default=None, eq=False, repr=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class HuanliuError(Exception):
    """A sentence for people (`str`) and its parts for machines (`structure`)."""

    def __init__(
        self,
        message: str,
        *,
        place: Place | None = None,
        found: object = None,
        expected: object = None,
        hint: str | None = None,
    ) -> None:
        self.message = message
        self.place = place
        self.found = found
        self.expected = expected
        self.hint = hint
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """One line: where, what came and what was expected, what to do."""
        start = f"{self.place}: " if self.place else ""
        end = f" ({self.hint})" if self.hint else ""
        return " ".join(f"{start}{self.message}{end}".split())

    def structure(self) -> dict[str, object]:
        """The same, as plain JSON values."""
        place = self.place
        return {
            "error": type(self).__name__,
            "message": self.message,
            "file": place.file if place else None,
            "line": place.line if place else None,
            "column": place.column if place else None,
            "found": None if self.found is None else str(self.found)[:200],
            "expected": None if self.expected is None else str(self.expected),
            "hint": self.hint,
        }


class DocumentError(HuanliuError):
    """A file that cannot be read as plain, bounded YAML."""


class PackError(HuanliuError):
    """A pack that does not say what a pack may say."""


class ExpressionError(PackError):
    """An expression outside the language."""


class SubjectError(HuanliuError):
    """A fact about a subject that cannot be accepted."""


class UnknownNameError(HuanliuError):
    """A name that is not there."""


class DateError(HuanliuError):
    """A date or a span of dates that cannot be."""


class TableError(HuanliuError):
    """A table of subjects that cannot be assessed."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """A hint that names the closest known name, or None where nothing is close."""
    names, name = list(known), name[:200]
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.8)
    # The beginning of a long name is nearer to it than some other name of the same length.
    begun = sorted((each for each in names if name and each.startswith(name)), key=len)
    found = close or begun or difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return f"did you mean {found[0]}?" if found else None
