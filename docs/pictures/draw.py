"""Draws the README's picture from the program itself, so that it never shows what the program does not say."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from huanliu.cli.inputs import read_situation
from huanliu.cli.printing import print_finding, print_route
from huanliu.engine.assess import assess_one
from huanliu.engine.bay import load
from huanliu.engine.routes import follow

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
DAY = "2026-11-20"
PAPER = TerminalTheme(
    (255, 255, 255),
    (34, 34, 34),
    [
        (34, 34, 34),
        (180, 30, 30),
        (20, 120, 60),
        (160, 110, 0),
        (30, 80, 160),
        (120, 50, 140),
        (0, 110, 120),
        (90, 90, 90),
    ],
)
# The picture asks nobody for fonts: what the reader has is used.
FRAME = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>.{unique_id}-matrix {{ font-family: Menlo, Consolas, "Noto Sans Mono CJK SC", monospace; font-size: {char_height}px;
line-height: {line_height}px; }} {styles}</style>
<defs>{lines}</defs><rect width="100%" height="100%" fill="#ffffff"/>
<g transform="translate(12, 12)">{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g></svg>"""


def draw(lang: str) -> Path:
    """One picture in one language."""
    console = Console(record=True, width=104, highlight=False, file=sys.stderr, force_terminal=True)
    bay = load()
    engineer = read_situation(bay, EXAMPLES / "engineer.yaml", DAY)
    print_finding(console, assess_one(engineer.book.ruling("hk.ttps.a"), engineer), lang)
    console.print()
    adviser = read_situation(bay, EXAMPLES / "tax_adviser.yaml", DAY)
    print_route(console, follow(bay.law.routes["chain.tax.hk_mo_to_qianhai"], adviser), lang)
    path = HERE / f"finding.{lang}.svg"
    path.write_text(console.export_svg(title="", theme=PAPER, code_format=FRAME, unique_id="huanliu"), "utf-8")
    return path


if __name__ == "__main__":
    for language in ("en", "zh-Hans"):
        print(draw(language))
