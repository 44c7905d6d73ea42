"""huanliu plan: a journey for one subject, on the screen or as a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from rich.markdown import Markdown

from huanliu.base.whole import write_whole
from huanliu.cli.output import console, print_json
from huanliu.engine.planning.markdown import markdown
from huanliu.engine.planning.plan import Plan
from huanliu.engine.planning.telling import plain


class Form(StrEnum):
    """What a plan is written as."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    ICS = "ics"


def show_plan(plan: Plan, lang: str, form: Form, out: Path | None) -> None:
    """Print a plan, or write it whole to a file. Raises DocumentError where the file cannot be written."""
    if out is not None:
        write_whole(out, written(plan, lang, Form.MARKDOWN if form is Form.TEXT else form))
        console().print(str(out), markup=False)
    elif form is Form.JSON:
        print_json(plain(plan, lang))
    elif form is Form.TEXT:
        console().print(Markdown(markdown(plan, lang)))
    else:
        print(written(plan, lang, form), end="")


def written(plan: Plan, lang: str, form: Form) -> str:
    """A plan as the text of a file."""
    if form is Form.ICS:
        from huanliu.engine.planning.calendar import calendar

        return calendar(plan, lang).decode()
    if form is Form.JSON:
        import json

        return json.dumps(plain(plan, lang), ensure_ascii=False, indent=2) + "\n"
    return markdown(plan, lang)
