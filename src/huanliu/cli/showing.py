"""One provision in a terminal: versions, clauses, numbers, sources."""

from __future__ import annotations

from rich.text import Text as Line

from huanliu.cli.output import console
from huanliu.cli.printing import branch
from huanliu.engine.assess import assess_one
from huanliu.engine.evaluate import Situation
from huanliu.engine.rulings import RuleBook, Ruling
from huanliu.law.calendar import spans


def print_provision(book: RuleBook, ruling: Ruling, lang: str) -> None:
    """The provision as a person would read it."""
    out, provision = console(), ruling.provision
    out.print(Line(provision.title.in_language(lang), style="bold"))
    out.print(
        Line(f"{provision.id} · {provision.kind} · {provision.direction or '–'} · {ruling.force.value}", style="dim")
    )
    for span in spans(provision):
        start = span.start or span.version.start_approx or "?"
        change = f"  {span.version.change.in_language(lang)}" if span.version.change else ""
        out.print(Line(f"  {start} – {span.end or ''}{change}"))
    out.print(branch(assess_one(ruling, Situation({}, book)).explanation, lang))
    for name, (amount, _) in ruling.amounts.items():
        out.print(Line(f"  • {amount.label.in_language(lang)} ({name}) = {amount.sql}"))
    for source in provision.sources:
        out.print(Line(f"  {source.title} {source.url or ''}", style="dim"))
