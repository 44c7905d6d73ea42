"""What the API is given: every text, list, number and day within bounds."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

Lang = Literal["en", "zh-Hans", "zh-Hant"]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", max_length=10, json_schema_extra={"format": "date"})]
Name = Annotated[str, Field(min_length=1, max_length=120)]
Glob = Annotated[str, Field(min_length=1, max_length=80, description="A pattern over ids, such as hk.*")]
Facts = Annotated[
    dict[str, Any],
    Field(
        max_length=2_000,
        description="Facts by full name, as a subject file has them. null or left out: not known. Lists of rows for a "
        "family and a day log. GET /facts lists every fact with its type.",
        examples=[{"person.age": 29, "person.income_previous_12_months": "900000 HKD"}],
    ),
]


class Given(Schema):
    """What every question has: the law of which day, in which language."""

    model_config = ConfigDict(extra="forbid")

    on: Day | None = Field(None, description="The day whose law is applied; today without it.")
    lang: Lang = "en"


class AssessIn(Given):
    """Facts against every provision, or those that match a pattern."""

    facts: Facts = Field(default_factory=dict)
    known_on: Day | None = Field(None, description="Only law published by this day.")
    only: Glob | None = None


class ExplainIn(Given):
    """One provision, clause by clause."""

    provision: Name
    facts: Facts = Field(default_factory=dict)
    known_on: Day | None = None


class Answer(Schema):
    """An answer; null is "I don't know"."""

    model_config = ConfigDict(extra="forbid")

    fact: Name
    value: Any = None


class InterviewIn(Given):
    """Every answer given so far, in its order. Nothing is kept here between two questions."""

    goals: Annotated[list[Name], Field(min_length=1, max_length=20)]
    answers: Annotated[list[Answer], Field(max_length=400)] = Field(default_factory=list)
    findings: bool = Field(True, description="false leaves the findings out and gives the states alone.")


class RecourseIn(Given):
    """The least that would have to change for a provision or route."""

    goal: Name
    facts: Facts = Field(default_factory=dict)
    keep: Annotated[list[Name], Field(max_length=200)] = Field(default_factory=list)


class RouteIn(Given):
    """A route, door by door."""

    route: Name
    facts: Facts = Field(default_factory=dict)


class PlanIn(Given):
    """A journey as tasks in order."""

    journey: Name
    facts: Facts = Field(default_factory=dict)
    start: Day | None = None


class BetterOffIn(Given):
    """What is left of a year's pay, place by place, or along a range of pay."""

    facts: Facts = Field(default_factory=dict)
    places: Annotated[list[Name], Field(max_length=40)] = Field(default_factory=list)
    rates: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)] = Field(
        [], description="Rates as you know them, such as HKD/CNY=0.92."
    )
    along: Annotated[str, Field(max_length=30)] | None = Field(None, description="A range of pay: 0..3000000.")
