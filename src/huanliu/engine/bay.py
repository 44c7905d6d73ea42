"""The whole law, ready to be asked: what `huanliu.load()` returns."""

from __future__ import annotations

import datetime
import fnmatch
import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import field, frozen

from huanliu.base.clock import today
from huanliu.base.document import Node
from huanliu.base.period import parse_date
from huanliu.engine import shelf
from huanliu.engine.assess import Finding, assess_one
from huanliu.engine.binding import Days
from huanliu.engine.evaluate import Situation
from huanliu.engine.names import Doubt, settled
from huanliu.engine.rulings import RuleBook
from huanliu.engine.statute import Statutes
from huanliu.engine.subject import Intake
from huanliu.errors import UnknownNameError
from huanliu.law import library, model

Day = datetime.date | str | None
# Books kept ready; each takes up to thirty megabytes once it was asked much (interview.MOST_KEPT).
MOST_BOOKS = 12


def as_day(day: Day) -> datetime.date:
    """A date, an ISO text, or today for None."""
    if day is None:
        return today()
    # A datetime is a date to Python, but cannot be compared with one.
    return day if type(day) is datetime.date else parse_date(str(day))


@frozen
class Bay:
    """Every provision of a law, compiled. Immutable: trying something out makes another Bay."""

    statutes: Statutes
    _books: dict[Days, RuleBook] = field(factory=dict, eq=False, repr=False)

    @property
    def law(self) -> model.Law:
        """What the packs say."""
        return self.statutes.law

    def book(self, on: Day = None, known_on: Day = None) -> RuleBook:
        """The law of a day, as known on a day."""
        days = Days(as_day(on), None if known_on is None else as_day(known_on))
        found = self._books.pop(days, None) or RuleBook(self.statutes, days)
        # The one asked for last stands last. Whoever may name any day could otherwise fill the memory with books.
        self._books[days] = found
        for oldest in list(self._books)[:-MOST_BOOKS]:
            self._books.pop(oldest, None)
        return found

    def situation(self, facts: Mapping[str, Any], on: Day = None, known_on: Day = None) -> Situation:
        """One subject's facts, checked, against the law of a day."""
        return Situation(Intake(self.statutes).read(facts), self.book(on, known_on))

    def stated(self, node: Node, on: Day = None, known_on: Day = None) -> tuple[Situation, list[Doubt]]:
        """The same for a document: listed names are written as the lists write them, and doubtful ones said back."""
        facts, doubts = settled(Intake(self.statutes).read_node(node), self.statutes)
        return Situation(facts, self.book(on, known_on)), doubts

    def assess(
        self, facts: Mapping[str, Any], on: Day = None, known_on: Day = None, only: str | None = None
    ) -> dict[str, Finding]:
        """A finding for every provision, or for those whose id matches the glob `only`."""
        return self.assess_situation(self.situation(facts, on, known_on), only)

    def assess_situation(self, situation: Situation, only: str | None = None) -> dict[str, Finding]:
        """The same for facts that were already checked."""
        return {name: assess_one(situation.book.ruling(name), situation) for name in self.matching(only)}

    def matching(self, only: str | None = None) -> list[str]:
        """The ids of provisions that match a glob, all without one."""
        names = list(self.law.provisions)
        if only is None:
            return names
        found = [name for name in names if fnmatch.fnmatchcase(name, only)]
        if not found:
            raise UnknownNameError(f"no provision matches {only[:80]!r}", found=only[:80], hint="try 'hk.*'")
        return found


def load_reform(reform: Path | str, folder: Path | str | None = None) -> Bay:
    """The law with a reform laid over it: another Bay beside the one in force."""
    from huanliu.base.document import read_document
    from huanliu.law.reading import read_law

    place = library.packs_folder() if folder is None else Path(folder)
    node = read_document(Path(reform), str(reform))
    return compile_law(read_law(library.pack_files(place), place.name, node))


def compile_law(law: model.Law) -> Bay:
    """A law made ready."""
    from huanliu.engine.compiler import Compiler

    return Bay(Compiler(law).compile())


def load(folder: Path | str | None = None) -> Bay:
    """Every pack of a folder (the bundled ones without one), read, checked and compiled; from the shelf if nothing changed."""
    place = library.packs_folder() if folder is None else Path(folder)
    files = library.pack_files(place)
    key = shelf.key_of(library.digest_of(files), place.name)
    with _uncollected():
        statutes = shelf.take(key)
        if statutes is None:
            # Only a changed law pays for its readers: bringing in the parser takes longer than answering.
            from huanliu.law.reading import read_law

            statutes = compile_law(read_law(files, place.name)).statutes
            shelf.keep(key, statutes)
    return Bay(statutes)


@contextmanager
def _uncollected() -> Iterator[None]:
    """A law is a hundred thousand small objects that stay as long as the process: the garbage collector, looking through
    them again and again, took a quarter of the start and of every assessment."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was:
            gc.enable()
