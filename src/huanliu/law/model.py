"""What a pack says, as it stands in its files: facts, definitions, parameters, provisions and routes.

Nothing here is computed; expressions are still text. Everything is frozen: a reform is a new law beside the old one.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from huanliu.base.fixed import Fixed
from huanliu.base.language import Text
from huanliu.errors import Place
from huanliu.law.tasks import Journey

NOWHERE = Place("(none)")
EMPTY: Mapping[str, Any] = Fixed()

FACT_TYPES = ("bool", "int", "decimal", "money", "date", "text", "enum", "set", "day_log", "members")
CHANGEABLE = ("never", "slowly", "choice", "pay")
SENSITIVITY = ("none", "personal", "sensitive")
CONFIDENCE = ("high", "medium", "low")


@frozen
class Fact:
    """A named, typed input about a subject. `values` are all that it may be; `labels` only say how some texts are called.

    `own`, of a family member's fact: the fact of a person that says the same.
    """

    name: str
    type: str
    label: Text
    asks: Text
    unit: str | None = None
    currency: str | None = None
    values: Mapping[str, Text] = field(factory=Fixed)
    labels: Mapping[str, Text] = field(factory=Fixed)
    range: tuple[Any, Any] | None = None
    changeable: str = "slowly"
    sensitivity: str = "personal"
    note: str | None = None
    sheets: tuple[str, ...] = ()
    own: str | None = None
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class Definition:
    """A fact that follows from others. A value given directly stands in place of the expression."""

    name: str
    label: Text
    sql: str
    asks: Text | None = None
    unit: str | None = None
    currency: str | None = None
    values: Mapping[str, Text] = field(factory=Fixed)
    note: str | None = None
    sheets: tuple[str, ...] = ()
    own: str | None = None
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class Dated:
    """A value of the law from a day on (None: from a day that is not known), as published on a day."""

    value: Any
    start: datetime.date | None
    end: datetime.date | None = None
    published: datetime.date | None = None
    verified: bool = True
    cite: str | None = None


@frozen
class Member:
    """One entry of a list whose members come and go; both days are included."""

    id: str
    start: datetime.date | None
    end: datetime.date | None
    label: Text | None = None


@frozen
class Bracket:
    """The part above `over` is charged at `rate`."""

    over: Decimal
    rate: Decimal


@frozen
class Parameter:
    """A number, list or table of the law with its own dates. `form` is scalar, texts, brackets, table or members."""

    name: str
    form: str
    unit: str | None
    values: tuple[Dated, ...] = ()
    members: tuple[Member, ...] = ()
    label: Text | None = None
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class Clause:
    """One expression of the law with its citation."""

    sql: str
    cite: str | None = None
    note: str | None = None
    title: Text | None = None
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class Branch:
    """One step of an ordered decision tree; a condition of None is the `else`."""

    condition: Condition | None
    result: Condition | bool


@frozen
class Award:
    """Points given where a condition holds."""

    condition: Condition
    points: Any


@frozen
class Group:
    """A node of a condition tree. `kind` is all, any, none, at_least, points, decide or provision."""

    kind: str
    parts: tuple[Condition, ...] = ()
    needed: Any = None
    awards: tuple[tuple[Award, ...], ...] = ()
    branches: tuple[Branch, ...] = ()
    provision: str | None = None
    cite: str | None = None
    title: Text | None = None
    place: Place = field(default=NOWHERE, eq=False)


Condition = Clause | Group


@frozen
class Outcome:
    """A named result of an ordered decision tree over cases."""

    id: str
    condition: Condition
    title: Text
    leads_to: str | None = None
    stop: bool = True
    node: int | None = None
    cite: str | None = None


@frozen
class Amount:
    """A figure that follows where a provision is met."""

    name: str
    sql: str
    label: Text
    unit: str | None = None
    cite: str | None = None
    note: str | None = None
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class Version:
    """A provision's text between two days.

    `discretion` is what the authority decides as it sees fit; `not_tested` what the law plainly requires and no clause here asks.
    """

    start: datetime.date | None
    end: datetime.date | None
    start_approx: str | None = None
    known_until: datetime.date | None = None
    published: datetime.date | None = None
    change: Text | None = None
    applies_to: Condition | None = None
    when: Condition | None = None
    unless: tuple[Condition, ...] = ()
    requires: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    amounts: tuple[Amount, ...] = ()
    discretion: Text | None = None
    not_tested: Text | None = None
    grants: tuple[Text, ...] = ()
    does_not_allow: tuple[Text, ...] = ()
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class Example:
    """A worked case that the provision must answer as it says."""

    case: str
    facts: Mapping[str, Any]
    expect: Mapping[str, Any]
    on: datetime.date | None = None
    known_on: datetime.date | None = None
    sheet: int | None = None
    of: str | None = None
    says: str | None = None
    note: str | None = None
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class Source:
    """Where a provision was read."""

    title: str
    url: str | None = None
    published: str | None = None
    says: str | None = None


@frozen
class Paper:
    """A paper to hand in: by the id of packs/documents, in words of its own, or both."""

    id: str | None
    label: Text | None
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class Fee:
    """A fee as the source states it, in major units; None is charged, but nobody says how much.

    Of the fees of one provision with the same `one_of` one is paid. `when` says in which case; it has no other effect than on the sum.
    `each` says for what it is paid anew (a month, a paper); such a fee is named beside the sum.
    """

    label: Text
    amount: Decimal | None
    currency: str
    one_of: str | None = None
    when: Condition | None = None
    each: Text | None = None
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class Duration:
    """From `least` to `most`; None is not stated. Units: hours, days, working_days, weeks, months, years."""

    least: Decimal | None
    most: Decimal | None
    unit: str


@frozen
class Pause:
    """Time that has to pass once the office is done, and in which nobody has anything to do: a public notice."""

    label: Text
    lasts: Duration


@frozen
class Lapse:
    """What is lost if nothing is done within a time after an event, or by the day that an amount of the provision gives."""

    after: Decimal | None
    unit: str
    label: Text | None
    event: str = "approval"
    day: str | None = None


@frozen
class Procedure:
    """How a thing is done. None is not known; no fees and no documents means that none are stated.

    `fees_of` names the provision whose fees these are, so that a scale stands once.
    """

    where: Text | None = None
    online: bool | None = None
    documents: tuple[Paper, ...] = ()
    fee: Text | None = None
    fees: tuple[Fee, ...] = ()
    fees_of: str | None = None
    processing_time: Text | None = None
    takes: Duration | None = None
    waits: tuple[Pause, ...] = ()
    lapses: Lapse | None = None
    steps: tuple[Text, ...] = ()


@frozen
class Provision:
    """One rule of law with its versions."""

    id: str
    title: Text
    kind: str
    subject: str
    confidence: str
    versions: tuple[Version, ...]
    status: str = "law"
    direction: str | None = None
    authority: Text | None = None
    instrument: Mapping[str, Any] = field(default=EMPTY)
    verified_on: datetime.date | None = None
    parameters: Mapping[str, Parameter] = field(factory=Fixed)
    history: tuple[tuple[str, Text], ...] = ()
    procedure: Procedure = field(factory=Procedure)
    leads_to: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class Service:
    """A window or app where things are done."""

    id: str
    title: Text
    operator: Text | None = None
    whom: Text | None = None
    where: tuple[Text, ...] = ()
    mode: tuple[str, ...] = ()
    items: Count | None = None
    errands: tuple[Errand, ...] = ()
    provision: str | None = None
    sources: tuple[Source, ...] = ()
    verified_on: datetime.date | None = None
    notes: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class Count:
    """How many items a window offered on a day (a day, a month such as '2024-06', or None)."""

    count: int
    on: datetime.date | str | None
    cite: str | None = None


@frozen
class Errand:
    """One thing that a window does."""

    title: Text
    authority: Text | None = None
    online: bool | None = None
    provisions: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@frozen
class Step:
    """One door of a route."""

    stage: str
    provision: str | None
    title: Text
    when: Condition | None = None
    optional: bool = False
    instead: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class Route:
    """The ordered doors from where a subject stands to a goal."""

    id: str
    title: Text
    steps: tuple[Step, ...]
    profession: str | None = None
    direction: str | None = None
    location: str | None = None
    small_door: Text | None = None
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class Setting:
    """A fact that a payslip works out where nobody states it."""

    fact: str
    sql: str
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class Entry:
    """A line of a payslip: received (+1), paid (-1) or only shown (0). `buys` says what a contribution is good for."""

    id: str
    title: Text
    sql: str
    sign: int
    provision: str | None = None
    buys: Text | None = None
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class Payslip:
    """What is left of a year's pay for somebody who lives in one place and works in another, or in the same.

    `gross` is the fact that holds the pay, `facts` what living and working so makes true, `unless_stated` what counts as none where nobody
    states it (a deduction that is not claimed), `settings` facts worked out one after the other, `lines` what is received and paid.
    """

    id: str
    title: Text
    lives: str
    works: str
    currency: str
    gross: str
    lines: tuple[Entry, ...]
    facts: Mapping[str, Any] = field(factory=Fixed)
    unless_stated: Mapping[str, Any] = field(factory=Fixed)
    settings: tuple[Setting, ...] = ()
    notes: tuple[Text, ...] = ()
    place: Place = field(default=NOWHERE, eq=False)


@frozen
class Way:
    """One way into a profession over there: through a provision (None: there is none), in a form such as filing or exam."""

    provision: str | None
    form: str
    place: str | None
    scope: Text | None
    place_of_file: Place = field(default=NOWHERE, eq=False)


@frozen
class Profession:
    """A profession in one direction, with the ways there are."""

    profession: str
    title: Text
    direction: str
    ways: tuple[Way, ...]


@frozen
class Law:
    """Every pack that was loaded, immutable. `digest` is the hash of the bytes it was read from."""

    facts: Mapping[str, Fact]
    definitions: Mapping[str, Definition]
    parameters: Mapping[str, Parameter]
    provisions: Mapping[str, Provision]
    routes: Mapping[str, Route]
    documents: Mapping[str, Text]
    services: Mapping[str, Service]
    journeys: Mapping[str, Journey]
    payslips: Mapping[str, Payslip]
    professions: tuple[Profession, ...]
    forms: Mapping[str, Text]
    subjects: Mapping[str, Text]
    words: Mapping[str, Text]
    digest: str

    def names(self) -> set[str]:
        """The ids of provisions and routes, and the aliases under which provisions are found as well."""
        return {*self.provisions, *self.routes, *(alias for each in self.provisions.values() for alias in each.aliases)}
