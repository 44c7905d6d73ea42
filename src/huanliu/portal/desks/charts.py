"""How old the open tasks are, drawn: bars whose lengths are worked out here. The figures stand in the drawing and in a table below."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from huanliu.portal.desks.workload import Band

# Where bars begin and how long the longest is, in the units of the drawing; a row is so high.
START, LONGEST, ROW, BAR = 150, 400, 36, 22


@frozen
class Bar:
    """One row of the drawing: within its day from `START`, then past its day."""

    band: Band
    y: int
    text_y: int
    width: int
    late_x: int
    late_width: int
    end: int


@frozen
class Drawing:
    """The bars and the size of the whole."""

    bars: list[Bar]
    width: int
    height: int
    bar: int = BAR
    start: int = START


def bars(bands: Sequence[Band]) -> Drawing:
    """The drawing of some bands."""
    most = max((band.count for band in bands), default=0) or 1
    drawn = []
    for row, band in enumerate(bands):
        whole = round(LONGEST * band.count / most)
        late = round(LONGEST * band.late / most)
        y = row * ROW + 4
        drawn.append(Bar(band, y, y + 16, whole - late, START + whole - late, late, START + whole + 8))
    return Drawing(drawn, START + LONGEST + 170, len(bands) * ROW + 4)
