"""The interview at a terminal: one question at a time, why it is asked, a way back, and the findings at the end.

Answers are lines of standard input, so that a pipe can give them as well as a person; at the end of input the interview ends
with what is known by then.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text as Line

from huanliu.base.language import Text
from huanliu.base.money import CURRENCIES, grouped
from huanliu.base.truth import Status
from huanliu.base.whole import write_whole
from huanliu.cli import answers
from huanliu.cli.output import print_json
from huanliu.cli.printing import LOOK, print_finding, print_route
from huanliu.engine import plainly
from huanliu.engine.asking.clauses import names_in
from huanliu.engine.asking.interview import SKIP, Interview
from huanliu.engine.asking.question import Choice, Question
from huanliu.engine.assess import Finding
from huanliu.engine.bay import Bay
from huanliu.engine.explain import Explanation
from huanliu.engine.names import Doubt, settled
from huanliu.engine.routes import RouteFinding
from huanliu.engine.rulings import RuleBook
from huanliu.engine.subject import ROW_PREFIX
from huanliu.errors import DateError, SubjectError

Read = Callable[[str], str]

BACK = frozenset({"back", "b", "返回", "上一题", "上一題"})
QUIT = frozenset({"quit", "q", "exit", "退出", "结束", "結束"})
WHY = frozenset({"?", "why", "为什么", "為什麼"})
REASONS_SHOWN = 3
MOST_MEMBERS = 20


class Leave(Exception):  # noqa: N818 - not an error: somebody has said enough
    """The person quits, or the input ends."""


class GoBack(Exception):  # noqa: N818 - not an error: somebody thought again
    """The person wants the question before."""


def ask(
    bay: Bay,
    goals: Sequence[str],
    on: datetime.date,
    lang: str,
    save: Path | None,
    console: Console,
    as_json: bool = False,
    read: Read | None = None,
) -> None:
    """Ask until every goal is decided, print the findings, and write the answers as a subject file if wanted.

    Raises UnknownNameError for a goal that is not there and DocumentError where the file cannot be written.
    """
    dialogue = Dialogue(Interview(bay.book(on), goals, amounts=True), lang, console, read or _reader(console))
    try:
        dialogue.run()
    except Leave:
        console.print()
    if save is not None:
        dialogue.save(save)
    if as_json:
        print_json(dialogue.plain())
    else:
        dialogue.close()


def _reader(console: Console) -> Read:
    """`input` writes its prompt to standard output, where with --json nothing but JSON may stand."""

    def read(prompt: str) -> str:
        console.print(prompt, end="", markup=False)
        return input()

    return read if console.stderr else input


def _say_back(doubt: Doubt) -> str:
    meant = f"did you mean {doubt.nearest}? " if doubt.nearest else ""
    return f"{meant}type it again if it is right"


class Dialogue:
    """One interview with one person in one language."""

    def __init__(self, interview: Interview, lang: str, console: Console, read: Read) -> None:
        self.interview, self.lang, self.console, self.read = interview, lang, console, read
        self.open = self._open_goals()
        # Names that were close to a listed one and were said back once.
        self.doubted: set[tuple[str, str]] = set()

    @property
    def book(self) -> RuleBook:
        """The law of the day."""
        return self.interview.book

    def say(self, word: str, **parts: object) -> str:
        """One of the sentences of this module in the person's language."""
        return self.book.words(self.lang).say(f"interview.{word}", **parts)

    def run(self) -> None:
        """Question after question. Raises Leave where the person has said enough."""
        if self.interview.done:
            self.console.print(self.say("nothing"), style="italic")
            return
        self.console.print(self.say("keys"), style="dim")
        while (question := self.interview.next()) is not None:
            try:
                self.one(question)
            except GoBack:
                if self.interview.back() is None:
                    self.console.print(self.say("first"), style="yellow")
            except (SubjectError, DateError) as error:
                self.console.print(Line(error.sentence(), style="red"))
            self.tell_decided()

    def one(self, question: Question) -> None:
        """Put a question and take its answer. Raises SubjectError where the answer will not do."""
        number = len(self.interview.asked) + 1
        self.console.print()
        self.console.print(Line(f"{number}. {question.text(self.lang)}", style="bold"))
        self.show(question.choices(self.lang))
        text = self.line(self.hint(question), question)
        self.interview.answer(question.fact, SKIP if text == "" else self.value(text, question))

    def show(self, choices: Sequence[Choice]) -> None:
        """Numbered choices, one on each line."""
        for number, choice in enumerate(choices, start=1):
            self.console.print(Line(f"  {number:>2}  {choice.label}"))

    def hint(self, question: Question) -> str:
        """What may be typed: a number between its limits in its unit, a date, some of the choices."""
        kind = question.kind
        if kind.name in ("bool", "enum"):
            return f"1–{len(question.choices(self.lang))}"
        if kind.name in ("date", "text", "members", "day_log"):
            return self.say(kind.name)
        if question.several:
            return self.say("several")
        parts = [self.say("number"), *self.limits(question), *filter(None, [self.unit(question)])]
        return self.say("pause").join(parts)

    def unit(self, question: Question) -> str:
        """The unit of a number in the person's language; a share may be typed as per cent."""
        words, kind = self.book.words(self.lang), question.kind
        if kind.currency is not None:
            return words.of(Text(kind.currency, CURRENCIES[kind.currency].zh_hans))
        if kind.unit == "share":
            return self.say("share")
        return (
            words.measured(f"unit.{kind.unit}", "").strip() or words.measured(f"reference.per.{kind.unit}", "").strip()
        )

    def limits(self, question: Question) -> list[str]:
        """The range of a number, if it has one."""
        if question.range is None:
            return []
        low, high = (str(end) if question.unit == "year" else grouped(end) for end in question.range)
        return [self.say("between", low=low, high=high)]

    def line(self, hint: str, question: Question | None = None) -> str:
        """A line typed by the person; a request for the reason is met and the line asked for again."""
        while True:
            try:
                text = answers.tidy(self.read(f"   ({hint}) > "))
            except EOFError:
                raise Leave from None
            word = text.casefold()
            if word in QUIT:
                raise Leave
            if word in BACK:
                raise GoBack
            if question is None or word not in WHY:
                return text
            self.explain(question)

    def value(self, text: str, question: Question) -> Any:
        """A typed line as a value for the intake."""
        choices = question.choices(self.lang)
        match question.kind.name:
            case "bool":
                return answers.yes_or_no(text)
            case "enum":
                return answers.chosen(text, choices)
            case "set":
                return answers.several(text, choices)
            case "int" | "decimal":
                return answers.number(text, question.unit)
            case "day_log":
                return answers.day_log(text)
            case "members":
                return self.members(text, question)
            case "text":
                return self.listed(text, question)
        return text

    def listed(self, text: str, question: Question) -> str:
        """A name as the law's lists write it; one that no list holds is asked again once, for a misspelt name is a wrong no."""
        facts, doubts = settled({question.fact: text}, self.book.statutes)
        if doubts and (question.fact, text) not in self.doubted:
            self.doubted.add((question.fact, text))
            raise SubjectError(f"{text[:60]!r} is on no list", hint=_say_back(doubts[0]))
        return str(facts[question.fact])

    def members(self, text: str, question: Question) -> list[dict[str, Any]]:
        """Each family member by what matters of them."""
        if text.casefold() in answers.NONE:
            return []
        if not text.isdecimal() or int(text[:4]) > MOST_MEMBERS:
            raise SubjectError(
                f"{text[:60]!r} is not a number of people", hint=f"type a number from 0 to {MOST_MEMBERS}"
            )
        return [self.member(number, question.columns) for number in range(1, int(text) + 1)]

    def member(self, number: int, columns: Sequence[str]) -> dict[str, Any]:
        """One family member."""
        self.console.print(Line(self.say("member", number=number), style="bold"))
        row = {}
        for key in columns:
            name = ROW_PREFIX + key
            question = Question(name, self.book.statutes.kinds[name], (), self.book)
            self.console.print(Line(f"   {question.text(self.lang)}"))
            self.show(question.choices(self.lang))
            text = self.line(self.hint(question))
            if text:
                row[key] = self.value(text, question)
        return row

    def explain(self, question: Question) -> None:
        """Why a question is asked: the goals it can still change, and the clauses that ask it."""
        self.console.print(self.say("because"), style="italic")
        findings = self.interview.findings()
        for goal in question.why:
            self.console.print(Line(f"   {goal.title(self.book, self.lang)}", style="italic"))
            clauses = [leaf for part in _explanations(findings[goal.id]) for leaf in self._asking(part, question.fact)]
            for leaf in clauses[:REASONS_SHOWN]:
                line = Line(f"     {leaf.sentence(self.lang)}")
                line.append(f"  {leaf.cite}" if leaf.cite else "", style="dim")
                self.console.print(line)

    def _asking(self, part: Explanation, fact: str) -> list[Explanation]:
        """The open clauses of an explanation that hang on a fact."""
        return [
            leaf
            for leaf in part.leaves()
            if leaf.truth is None and leaf.plan.node is not None and fact in names_in(leaf.plan.node, self.book)
        ]

    def tell_decided(self) -> None:
        """A line for each goal that was decided just now, where there are several."""
        still = self._open_goals()
        findings = self.interview.findings() if len(self.interview.goals) > 1 and still != self.open else {}
        for goal in self.interview.goals:
            if goal.id in self.open - still and goal.id in findings:
                mark, colour = LOOK[findings[goal.id].status is Status.MET]
                self.console.print(Line(f"   {mark} {goal.title(self.book, self.lang)}", style=colour))
        self.open = still

    def _open_goals(self) -> set[str]:
        findings = self.interview.findings()
        return {name for name, finding in findings.items() if finding.status is Status.UNDETERMINED}

    def save(self, path: Path) -> None:
        """The answers as a subject file, whole or not at all."""
        goals = ", ".join(goal.id for goal in self.interview.goals)
        remark = self.say("remark", on=self.book.days.on, goals=goals)
        write_whole(path, answers.subject_file(self.interview.facts, [remark]))
        self.console.print(Line(self.say("saved", path=path), style="dim"))

    def plain(self) -> dict[str, Any]:
        """The answers and the findings as JSON values."""
        return plainly.interviewed(self.interview, self.lang)

    def close(self) -> None:
        """The findings, and how many questions it took."""
        for finding in self.interview.findings().values():
            self.console.print()
            if isinstance(finding, Finding):
                print_finding(self.console, finding, self.lang)
            else:
                print_route(self.console, finding, self.lang)
        count, skipped = len(self.interview.asked), len(self.interview.skipped)
        self.console.print(self.say("asked", count=count, skipped=skipped), style="dim")


def _explanations(finding: Finding | RouteFinding) -> list[Explanation]:
    if isinstance(finding, Finding):
        return [finding.explanation]
    return [step.explanation for step in finding.steps]
