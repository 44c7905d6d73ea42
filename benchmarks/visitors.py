"""Visitors of the portal for the load benchmark: what each of them answers, and a browser as far as HTTP goes.

What a visitor answers is drawn beforehand with the engine itself, so that every page can be held to the question that must stand on it.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from attrs import define, field, frozen

from huanliu.engine.asking.interview import SKIP, Interview
from huanliu.engine.asking.question import Question
from huanliu.engine.rulings import RuleBook

# So many of a hundred answers are "I don't know".
SILENT = 8
MOST_STEPS = 60
LANGUAGES = ("en", "zh-hans", "zh-hant")
Form = Mapping[str, Any]


@frozen
class Walk:
    """One interview as a visitor will give it: for every question in its order what the form sends."""

    journey: str
    language: str
    steps: tuple[tuple[str, Form], ...]


def walks(book: RuleBook, count: int, seed: int) -> list[Walk]:
    """So many interviews, over all journeys and three languages by turns."""
    journeys = list(book.statutes.law.journeys)
    drawn = random.Random(seed)
    return [
        _walk(book, journeys[number % len(journeys)], LANGUAGES[number % len(LANGUAGES)], drawn)
        for number in range(count)
    ]


def _walk(book: RuleBook, journey: str, language: str, drawn: random.Random) -> Walk:
    interview, steps = Interview(book, [journey]), []
    while (question := interview.next()) is not None and len(steps) < MOST_STEPS:
        value, form = answer_to(question, drawn)
        interview.answer(question.fact, value)
        steps.append((question.fact, form))
    return Walk(journey, language, tuple(steps))


def answer_to(question: Question, drawn: random.Random) -> tuple[Any, Form]:
    """An answer as the engine takes it and as the form sends it."""
    kind = question.kind.name
    if drawn.randrange(100) < SILENT or kind not in _DRAWN:
        return SKIP, {"skip": "1"}
    return _DRAWN[kind](question, drawn)


def _choice(question: Question, drawn: random.Random) -> tuple[Any, Form]:
    value = drawn.choice([choice.value for choice in question.choices()])
    return value, {"answer": {True: "yes", False: "no"}[value] if isinstance(value, bool) else value}


def _several(question: Question, drawn: random.Random) -> tuple[Any, Form]:
    values = [choice.value for choice in question.choices()]
    held = drawn.sample(values, min(drawn.choice((0, 1, 1, 2)), len(values)))
    return held, {"answer": held or ["none"]}


def _number(question: Question, drawn: random.Random) -> tuple[Any, Form]:
    low, high = question.range or (0, 5_000_000)
    if question.unit == "share":
        percent = drawn.randint(int(low * 100), int(high * 100))
        return str(Decimal(percent) / 100), {"answer": str(percent)}
    # Years and children are small numbers, pay is a large one.
    value = drawn.randint(int(low), max(int(low), int(min(high, drawn.choice((60, 3_000_000))))))
    return value, {"answer": str(value)}


def _date(question: Question, drawn: random.Random) -> tuple[Any, Form]:
    year, month, day = drawn.randint(1995, 2027), drawn.randint(1, 12), drawn.randint(1, 28)
    return f"{year}-{month:02}-{day:02}", {"answer-year": year, "answer-month": month, "answer-day": day}


def _family(question: Question, drawn: random.Random) -> tuple[Any, Form]:
    relationship = drawn.choice(("", "child", "spouse"))
    if not relationship:
        return [], {"nobody": "1"}
    return [{"relationship": relationship}], {"members": "1", "m0-relationship": relationship}


_DRAWN = {
    "bool": _choice,
    "enum": _choice,
    "set": _several,
    "int": _number,
    "decimal": _number,
    "money": _number,
    "date": _date,
    "members": _family,
}


@frozen
class Reply:
    """What came back; `location` is where to go from there, and `elsewhere` whether the script of the page is told so."""

    status: int
    location: str
    body: bytes
    elsewhere: bool = False


@define
class Browser:
    """One visitor's browser: its own cookies, its own connection, kept open as browsers do."""

    host: str
    port: int
    cookies: dict[str, str] = field(factory=dict)
    opened: int = 0
    _line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> Reply:
        """A page."""
        return await self._ask("GET", path, b"")

    async def post(self, path: str, form: Form, by_script: bool = False) -> Reply:
        """A form, with the token that stands in every form; sent by the page's own script or not."""
        token = {"csrfmiddlewaretoken": next((value for name, value in self.cookies.items() if "csrf" in name), "")}
        return await self._ask("POST", path, urlencode({**token, **form}, doseq=True).encode(), by_script)

    async def close(self) -> None:
        """Leave."""
        if self._line is not None:
            self._line[1].close()
            self._line = None

    async def _ask(self, method: str, path: str, body: bytes, by_script: bool = False) -> Reply:
        sent = self._head(method, path, body, by_script) + body
        fresh = self._line is None
        try:
            return await self._exchange(sent)
        except (asyncio.IncompleteReadError, ConnectionError):
            await self.close()
            if fresh:
                raise
            # A server may close a line that lay idle at the very moment at which it is used again; browsers then dial once more.
            return await self._exchange(sent)

    def _head(self, method: str, path: str, body: bytes, by_script: bool) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        if by_script:
            lines.append("HX-Request: true")
        return "\r\n".join([*lines, "", ""]).encode()

    async def _exchange(self, sent: bytes) -> Reply:
        if self._line is None:
            self._line = await asyncio.open_connection(self.host, self.port)
            self.opened += 1
        reader, writer = self._line
        writer.write(sent)
        first, *fields = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = self._read(fields)
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection") == "close":
            await self.close()
        told = headers.get("hx-redirect", "")
        return Reply(int(first.split()[1]), told or headers.get("location", ""), body, bool(told))

    def _read(self, fields: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in fields:
            name, _, value = line.partition(":")
            if name.lower() == "set-cookie":
                cookie, _, rest = value.strip().partition("=")
                self.cookies[cookie] = rest.partition(";")[0]
            else:
                found[name.lower()] = value.strip()
        return found
