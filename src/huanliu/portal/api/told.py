"""What the API answers. The text itself is made by `engine/plainly.py`, as for the command line; here stands its shape."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict

State = Literal["met", "unmet", "undetermined", "not_applicable"]
Doubts = list[str]


class Told(Schema):
    """An answer may say more than is promised here, never less."""

    model_config = ConfigDict(extra="allow")


class Wrong(Told):
    """What is wrong, as one sentence, and its parts."""

    type: str
    title: str
    status: int
    detail: str
    error: str
    kind: str
    found: str | None = None
    expected: str | None = None
    hint: str | None = None


class Clause(Told):
    """A clause of the law with what it saw."""

    kind: str
    truth: Any
    text: str


class Finding(Told):
    """How a provision stands. `discretionary`: one may apply, the authority decides."""

    status: State
    discretionary: bool
    discretion: str | None
    amounts: dict[str, str | None]
    missing: list[str]
    outcomes: list[str]
    explanation: Clause


class Findings(Told):
    """A finding for every provision asked for."""

    on: str
    findings: dict[str, Finding]


class Explained(Finding):
    """One finding with its day."""

    on: str
    id: str


class Followed(Told):
    """A route, door by door; `small_door` is the number of the first shut one."""

    on: str
    route: str
    title: str
    status: State
    small_door: int | None
    steps: list[dict[str, Any]]


class Question(Told):
    """The question that matters most now, and the goals that it can still change."""

    fact: str
    text: str
    kind: str
    choices: list[dict[str, Any]]
    unit: str | None
    range: list[str] | None
    why: list[dict[str, str]]


class Interviewed(Told):
    """The answers, what they lead to, and the next question; none where every goal is decided as far as it can be."""

    on: str
    facts: dict[str, Any]
    asked: list[str]
    skipped: list[str]
    findings: dict[str, Any] | None = None
    states: dict[str, State]
    question: Question | None


class Recoursed(Told):
    """The least that would have to change; `not_decided_in_time` says nothing either way."""

    on: str
    goal: str
    title: str
    status: str
    alternatives: list[dict[str, Any]]
    exhausted: bool
    because: list[Clause]


class Planned(Told):
    """A journey as tasks."""

    journey: str
    title: str
    on: str
    start: str
    status: State
    earliest: str | None
    tasks: list[dict[str, Any]]


class BetterOff(Told):
    """Places, or curves along a range of pay."""

    on: str
    places: list[dict[str, Any]] | None = None
    curves: list[dict[str, Any]] | None = None


class Row(Told):
    """A line of a list."""


class Provision(Told):
    """One provision: versions, numbers, procedure, sources."""

    id: str
    title: dict[str, str]
    status: str
    stands: str
    instrument: dict[str, Any]
    confidence: str
    verified_on: str | None
    facts: list[str]
    versions: list[dict[str, Any]]
    sources: list[dict[str, Any]]


class Versions(Told):
    """The versions of a provision, each with its days."""

    id: str
    versions: list[dict[str, Any]]


class Difference(Told):
    """Something of a provision that differs between two days."""

    id: str
    title: str
    what: str
    name: str
    before: str | None
    after: str | None


class Hit(Told):
    """Something of the law that was found."""

    id: str
    room: str
    title: str


class Hits(Told):
    """What a search found, the best first; `loose` where nothing has every word and those with some of them are given."""

    on: str
    count: int
    loose: bool
    hits: list[Hit]


class DraftedTask(Told):
    """A task before it is filed: what goes to which authority, and the separate consents without which it is held back."""

    key: str
    title: str
    provision: str
    authority: str
    after: list[str]
    papers: list[str]
    consents: list[str]


class Drafted(Told):
    """A case before it is filed. Nothing is kept of it."""

    journey: str
    on: str
    tasks: list[DraftedTask]
    consents_lacking: list[str]


class Filed(Told):
    """A case with its tasks."""

    id: str
    journey: str
    state: str
    tasks: list[dict[str, Any]]


class Paper(Told):
    """A paper, and the tasks whose desks see it now."""

    id: str
    kind: str
    name: str
    type: str
    size: int
    sha256: str
    handed_in: str
    shown_to: list[str]


WRONG: dict[Any, Any] = {400: Wrong, 404: Wrong, 413: Wrong, 422: Wrong, 429: Wrong, 503: Wrong}
