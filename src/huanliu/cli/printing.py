"""How findings look in a terminal: what is open, what is shut and by which clause, what is still missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text as Line
from rich.tree import Tree

from huanliu.base.truth import Status
from huanliu.engine.assess import Finding
from huanliu.engine.explain import Explanation
from huanliu.engine.routes import RouteFinding
from huanliu.engine.words import Words

LOOK = {True: ("✓", "green"), False: ("✗", "red"), None: ("?", "yellow")}
SHOWN = 8
GROUPS = ("open", "more", "may", "undetermined", "unmet", "not_applicable")


def amount_lines(finding: Finding, words: Words) -> list[str]:
    """Each amount with its label and value."""
    lines = []
    for name, value in finding.amounts.items():
        amount, expression = finding.ruling.amounts[name]
        unit = expression.kind
        shown = words.value(value, _with_unit(unit, amount.unit))
        lines.append(words.say("seen_each", item=words.of(amount.label), value=shown))
    return lines


def _with_unit(kind: Any, unit: str | None) -> Any:
    from attrs import evolve

    return evolve(kind, unit=unit) if kind.numeric and unit and not kind.currency else kind


def branch(node: Explanation, lang: str, tree: Tree | None = None) -> Tree:
    """An explanation as a tree of marked lines."""
    mark, colour = LOOK[node.truth]
    line = Line()
    line.append(f"{mark} ", style=colour)
    line.append(node.sentence(lang), style="bold" if tree is None else "")
    if node.cite:
        line.append(f"  {node.cite}", style="dim")
    here = Tree(line) if tree is None else tree.add(line)
    for part in node.parts:
        branch(part, lang, here)
    return here


def print_finding(console: Console, finding: Finding, lang: str) -> None:
    """One finding in full."""
    words = finding.situation.book.words(lang)
    console.print(branch(finding.explanation, lang))
    for line in amount_lines(finding, words):
        console.print(f"  • {line}")
    for outcome, _ in finding.ruling.outcomes:
        if outcome.id in finding.outcomes:
            console.print(f"  → {words.of(outcome.title)}")
    if finding.ruling.version and finding.ruling.version.discretion:
        told = words.of(finding.ruling.version.discretion)
        console.print(words.say("terminal.discretion", text=told), style="italic", markup=False)
    if finding.missing:
        console.print(
            words.say("terminal.missing", facts=words.joined([words.label(name) for name in finding.missing]))
        )
    _print_standing(console, finding, words)


def _print_standing(console: Console, finding: Finding, words: Words) -> None:
    """Where the provision comes from and how sure it is."""
    provision = finding.ruling.provision
    instrument = provision.instrument
    name = " ".join(str(part) for part in (instrument.get("name"), instrument.get("number")) if part)
    day = finding.situation.book.days.on
    verified = "–" if provision.verified_on is None else words.day(provision.verified_on)
    console.print(
        words.say("terminal.standing", instrument=name or "–", verified=verified, on=words.day(day)),
        style="dim",
    )
    if provision.confidence != "high":
        console.print(words.say(f"terminal.confidence_{provision.confidence}"), style="yellow")
    for source in provision.sources[:3]:
        console.print(f"  {source.title}{f' · {source.url}' if source.url else ''}", style="dim", overflow="fold")


def print_findings(console: Console, findings: Iterable[Finding], words: Words, everything: bool = False) -> None:
    """Many findings, what is open first."""
    groups: dict[str, list[Finding]] = {name: [] for name in GROUPS}
    for finding in findings:
        groups[_group(finding)].append(finding)
    for name, members in groups.items():
        if members and (everything or name != "not_applicable"):
            _print_group(console, name, members, words, everything)
    counts = {name: len(members) for name, members in groups.items()}
    console.print(words.say("terminal.counts", **counts), style="dim")
    console.print(words.say("terminal.not_advice"), style="dim")


def _group(finding: Finding) -> str:
    if finding.status is Status.MET:
        return "may" if finding.discretionary else "more" if finding.untested else "open"
    return finding.status.value


def _print_group(console: Console, name: str, members: list[Finding], words: Words, everything: bool) -> None:
    table = Table(
        title=words.say(f"terminal.group_{name}"), title_justify="left", title_style="bold", show_header=False, box=None
    )
    table.add_column(ratio=5, overflow="fold")
    table.add_column(ratio=6, overflow="fold")
    members = sorted(members, key=_nearness)
    for finding in members if everything else members[:SHOWN]:
        table.add_row(_title(finding, name, words), _why(finding, name, words))
    console.print(table)
    if not everything and len(members) > SHOWN:
        console.print(words.say("terminal.more", count=len(members) - SHOWN), style="dim")
    console.print()


def _nearness(finding: Finding) -> tuple[float, int]:
    """What already speaks for a provision comes first: the share of its clauses that hold, then how few are missing."""
    truths = [leaf.truth for leaf in finding.explanation.leaves()]
    return (-truths.count(True) / max(1, len(truths)), len(finding.missing))


def _title(finding: Finding, group: str, words: Words) -> Line:
    mark, colour = {"open": LOOK[True], "more": LOOK[True], "may": LOOK[True], "unmet": LOOK[False]}.get(
        group, LOOK[None]
    )
    line = Line()
    line.append(f"{mark} ", style=colour)
    line.append(words.of(finding.ruling.provision.title))
    line.append(f"\n  {finding.id}", style="dim")
    return line


def _why(finding: Finding, group: str, words: Words) -> str:
    if group in ("open", "more", "may"):
        told = [words.of(outcome.title) for outcome, _ in finding.ruling.outcomes if outcome.id in finding.outcomes]
        return "\n".join([*told, *amount_lines(finding, words)])
    if group == "undetermined":
        reason = finding.ruling.reason
        if reason is not None:
            return words.of(reason)
        labels = [words.label(name) for name in finding.missing]
        more = [] if len(labels) <= 4 else ["…"]
        return words.say("terminal.missing_short", facts=words.joined(labels[:4] + more), count=len(labels))
    return "\n".join(failing_sentences(finding.explanation, words)[:2])


def failing_sentences(node: Explanation, words: Words) -> list[str]:
    """The clauses that shut a door; alternatives that all fail are one sentence."""
    if node.truth is not False:
        return []
    if not node.parts or (node.kind == "any" and not any(part.parts for part in node.parts)):
        return [node.summary(words)]
    return [sentence for part in node.parts for sentence in failing_sentences(part, words)]


def print_route(console: Console, found: RouteFinding, lang: str) -> None:
    """A route door by door."""
    words = found.steps[0].situation.book.words(lang)
    console.print(Line(words.of(found.route.title), style="bold"))
    for step in found.steps:
        mark, colour = LOOK[step.truth]
        optional = words.say("terminal.optional") if step.step.optional else ""
        line = Line()
        line.append(f"{mark} ", style=colour)
        line.append(f"{step.number}. {words.of(step.step.title)} {optional}".rstrip())
        if step.step.provision:
            line.append(f"  {step.step.provision}", style="dim")
        console.print(line)
        if step.truth is None and step.missing:
            labels = [words.label(name) for name in step.missing]
            console.print(
                "     " + words.say("terminal.missing_short", facts=words.joined(labels[:4]), count=len(labels))
            )
    _print_small_door(console, found, words)
    console.print(words.say("terminal.not_advice"), style="dim")


def _print_small_door(console: Console, found: RouteFinding, words: Words) -> None:
    small, lang = found.small_door, words.lang
    if small is None:
        status = "route_open" if found.status is Status.MET else "route_undetermined"
        console.print(words.say(f"terminal.{status}"), style="bold")
        return
    phrase = "small_door" if found.big_door_open and small.number > 1 else "shut_at"
    console.print(
        words.say(f"terminal.{phrase}", number=small.number, title=words.of(small.step.title)), style="bold red"
    )
    for leaf in small.shut_by:
        console.print(f"   ✗ {leaf.sentence(lang)}" + (f"  [{leaf.cite}]" if leaf.cite else ""), markup=False)
    if found.route.small_door is not None:
        console.print(words.say("terminal.known_obstacle", text=words.of(found.route.small_door)))
    for finding in small.instead:
        status = words.say(finding.word)
        console.print(
            "   " + words.say("terminal.instead", title=words.of(finding.ruling.provision.title), status=status)
        )
