"""How every chart looks, and how it becomes SVG."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import altair as alt
import vl_convert as vlc

from huanliu.base.whole import write_whole

INK, NOTE, PALE, ACCENT = "#222222", "#555b64", "#8a8f98", "#b4232a"
# Told apart in grey and by the colour-blind (Okabe and Ito 2008).
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#999999")
DASHES = ([1, 0], [10, 6], [2, 4], [12, 4, 2, 4], [6, 2], [1, 2], [14, 8], [4, 8])
# English counts large numbers in thousands and millions, Chinese in ten thousands.
BIG_NUMBERS = {
    "en": "datum.value == 0 ? '0' : format(datum.value, '~s')",
    "zh-Hans": "datum.value < 10000 ? format(datum.value, ',') : format(datum.value / 10000, ',~f') + '万'",
    "zh-Hant": "datum.value < 10000 ? format(datum.value, ',') : format(datum.value / 10000, ',~f') + '萬'",
}
# Drawn with the one name and written with the list: with the list itself each text was measured font by font, 2.5 times as long.
DRAWN_WITH = "sans-serif"
FONT = "Helvetica, Arial, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"


def styled(chart: Any, title: str, note: str | list[str], width: int = 640, height: int | None = None) -> Any:
    """A chart with its title, a note of where its figures come from, and the house's look."""
    # The subtitle carries the note: a chart is passed on without the page around it.
    sized = chart.properties(width=width) if height is None else chart.properties(width=width, height=height)
    return (
        sized.properties(
            title=alt.TitleParams(
                title, subtitle=note, anchor="start", fontSize=16, subtitleColor=NOTE, subtitlePadding=6, offset=12
            )
        )
        .configure(font=DRAWN_WITH, background="#ffffff", padding=16)
        .configure_axis(labelColor=INK, titleColor=INK, gridColor="#e6e8eb", domainColor=PALE, tickColor=PALE)
        .configure_view(stroke=None)
        .configure_range(category=list(COLOURS))
        .configure_legend(labelColor=INK, titleColor=INK, labelLimit=320)
    )


def svg(chart: Any) -> str:
    """The chart as SVG text, drawn in this process."""
    drawn: str = vlc.vegalite_to_svg(chart.to_json(), vl_version="6.4")
    return drawn.replace(f'font-family="{DRAWN_WITH}"', f'font-family="{FONT}"')


def save(chart: Any, path: Path) -> None:
    """The chart as an SVG file, whole or not at all."""
    write_whole(path, svg(chart))
