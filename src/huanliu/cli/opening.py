"""The opening: a bundled example assessed as a person would want to read it, then the interview for whoever is there."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text as Line

from huanliu.base.clock import today
from huanliu.cli.inputs import read_situation
from huanliu.cli.printing import print_finding, print_findings, print_route
from huanliu.engine.assess import Finding
from huanliu.engine.bay import load
from huanliu.engine.routes import follow

EXAMPLE = "engineer.yaml"
# Two findings worth reading in full: one that is shut by a hair, one route with a small door.
SHOWN_IN_FULL = "hk.ttps.a"
ROUTE = "chain.tax.hk_mo_to_qianhai"
ASKED = "hk.ttps.b"


def examples_folder() -> Path:
    """The bundled examples, beside the packs."""
    from huanliu.law.library import packs_folder

    return packs_folder().parent / "examples"


def open_house(console: Console, lang: str) -> None:
    """Assess the bundled example, print it, and offer the interview where there is a terminal."""
    bay, day = load(), today()
    path = examples_folder() / EXAMPLE
    situation = read_situation(bay, path, day.isoformat())
    words = situation.book.words(lang)
    console.print(Line(words.say("terminal.bundled"), style="italic"))
    console.print(Line(f"{path.name} · " + words.say("terminal.reassess", on=words.day(day)), style="dim"))
    console.print()
    findings = bay.assess_situation(situation)
    about = [finding for finding in findings.values() if _concerns_a_person(finding)]
    print_findings(console, about, words)
    console.print()
    print_finding(console, findings[SHOWN_IN_FULL], lang)
    console.print()
    adviser = read_situation(bay, examples_folder() / "tax_adviser.yaml", day.isoformat())
    print_route(console, follow(bay.law.routes[ROUTE], adviser), lang)
    if sys.stdin.isatty() and sys.stdout.isatty():
        _offer(console, lang)


def _concerns_a_person(finding: Finding) -> bool:
    provision = finding.ruling.provision
    return provision.subject == "person" and provision.kind != "list"


def _offer(console: Console, lang: str) -> None:
    from huanliu.cli.asking import ask

    bay = load()
    words = bay.book(today()).words(lang)
    if console.input(words.say("terminal.offer")).strip().lower() in ("y", "yes", "是", "好"):
        ask(bay, [ASKED], today(), lang, None, console)
