"""The matrix of professions: for each, in each direction, the ways that there are."""

from __future__ import annotations

from attrs import frozen

from huanliu.base.language import Text
from huanliu.law.model import Profession
from huanliu.portal.bay import the_bay
from huanliu.portal.law.places import ways


@frozen
class Group:
    """A profession with its rows, one a direction."""

    id: str
    title: Text
    rows: tuple[Profession, ...]

    @property
    def height(self) -> int:
        """How many ways there are in all."""
        return sum(len(row.ways) for row in self.rows)


def professions() -> dict[str, Text]:
    """Every profession by its id."""
    return {row.profession: row.title for row in the_bay().law.professions}


def matrix(profession: str = "", direction: str = "") -> list[Group]:
    """The matrix, or what of it is about a profession and a direction."""
    found: dict[str, list[Profession]] = {}
    for row in the_bay().law.professions:
        if profession in ("", row.profession) and (not direction or direction in ways(row.direction)):
            found.setdefault(row.profession, []).append(row)
    return [Group(name, rows[0].title, tuple(rows)) for name, rows in found.items()]
