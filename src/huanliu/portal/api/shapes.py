"""What the API is given: every text, list, number and day within bounds."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

Lang = Literal["en", "zh-Hans", "zh-Hant"]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", max_length=10, json_schema_extra={"format": "date"})]
Name = Annotated[str, Field(min_length=1, max_length=120)]
# Facts of an engineer from Shenzhen who wants to work in Hong Kong, for the examples of the description.
ENGINEER: dict[str, Any] = {
    "person.age": 30,
    "person.nationality": "CHN",
    "person.place_of_residence": "mainland",
    "person.income_previous_12_months": "2600000 HKD",
}
DAY = "2026-11-20"


def like(**values: Any) -> ConfigDict:
    """A shape that takes nothing else, with an example of it."""
    return ConfigDict(extra="forbid", json_schema_extra={"example": values})


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

    model_config = like(facts=ENGINEER, on=DAY, only="hk.ttps.*", lang="en")

    facts: Facts = Field(default_factory=dict)
    known_on: Day | None = Field(None, description="Only law published by this day.")
    only: Glob | None = None


class ExplainIn(Given):
    """One provision, clause by clause."""

    model_config = like(provision="hk.ttps.a", facts=ENGINEER, on=DAY)

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

    model_config = like(goals=["hk.ttps.a"], answers=[{"fact": "person.age", "value": 30}], on=DAY, findings=False)

    goals: Annotated[list[Name], Field(min_length=1, max_length=20)]
    answers: Annotated[list[Answer], Field(max_length=400)] = Field(default_factory=list)
    findings: bool = Field(True, description="false leaves the findings out and gives the states alone.")


class RecourseIn(Given):
    """The least that would have to change for a provision or route."""

    model_config = like(
        goal="hk.ttps.a",
        facts={"person.age": 30, "person.income_previous_12_months": "900000 HKD"},
        keep=["person.age"],
        on=DAY,
    )

    goal: Name
    facts: Facts = Field(default_factory=dict)
    keep: Annotated[list[Name], Field(max_length=200)] = Field(default_factory=list)


class RouteIn(Given):
    """A route, door by door."""

    model_config = like(route="chain.tax.hk_mo_to_qianhai", facts=ENGINEER, on=DAY)

    route: Name
    facts: Facts = Field(default_factory=dict)


class PlanIn(Given):
    """A journey as tasks in order."""

    model_config = like(journey="work_in_hong_kong", facts=ENGINEER, start="2026-12-01", on=DAY)

    journey: Name
    facts: Facts = Field(default_factory=dict)
    start: Day | None = None


class BetterOffIn(Given):
    """What is left of a year's pay, place by place, or along a range of pay."""

    model_config = like(
        facts={"person.annual_salary": "900000 HKD"}, places=["hong_kong", "shenzhen"], rates=["HKD/CNY=0.92"], on=DAY
    )

    facts: Facts = Field(default_factory=dict)
    places: Annotated[list[Name], Field(max_length=40)] = Field(default_factory=list)
    rates: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)] = Field(
        [], description="Rates as you know them, such as HKD/CNY=0.92."
    )
    along: Annotated[str, Field(max_length=30)] | None = Field(None, description="A range of pay: 0..3000000.")


class SearchIn(Given):
    """What is looked for in the law; every part but the words is a filter, and left out means any."""

    q: Annotated[str, Field(max_length=120)] = Field(
        "", description="Words in any script: simplified finds traditional."
    )
    room: Literal["provisions", "routes", "services", "journeys", "facts"] | None = None
    topic: Annotated[str, Field(max_length=60)] | None = None
    direction: Annotated[str, Field(max_length=40)] | None = Field(None, description="Such as mainland->hk.")
    profession: Annotated[str, Field(max_length=60)] | None = None
    place: Annotated[str, Field(max_length=20)] | None = None
    status: Literal["law", "proposal"] | None = None
    discretion: Literal["yes", "no"] | None = None
    first: Annotated[int, Field(ge=0, le=100_000)] = Field(0, description="The number of the first hit, from 0.")
    most: Annotated[int, Field(ge=1, le=200)] = 50


class Chosen(Schema):
    """What is chosen otherwise than the plan for one of its tasks."""

    model_config = ConfigDict(extra="forbid")

    door: Annotated[str, Field(max_length=120)] = ""
    place: Literal["here", "elsewhere", "left_out"] = "here"


class DraftIn(Schema):
    """A journey and facts, and what is chosen of its tasks."""

    model_config = like(journey="work_in_hong_kong", facts=ENGINEER)

    journey: Name
    facts: Facts = Field(default_factory=dict)
    choices: Annotated[dict[str, Chosen], Field(max_length=200)] = Field(default_factory=dict)
    lang: Lang = "en"


class FileIn(DraftIn):
    """The same, to be filed. `read`: the person has read the draft, what goes to whom and which consents are lacking."""

    model_config = like(journey="work_in_hong_kong", facts=ENGINEER, read=True, key="a-key-of-your-program-1")

    read: Literal[True]
    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,40}$")] | None = Field(
        None, description="Made by the program, once for each filing: the same key twice is one case."
    )
    guardian: Annotated[bool, Field(description="The person is the parent or guardian of an applicant under 18.")] = (
        False
    )


class PaperIn(Schema):
    """What comes beside the file."""

    model_config = like(kind="photograph", lang="en")

    kind: Name = Field(description="The kind of paper, as tasks name it in `papers`; other where the law names none.")
    lang: Lang = Field("en", description="In which language it is said why a paper is not taken.")


class AnswerIn(Schema):
    """What the person answers an officer."""

    model_config = like(answer="The certificate is attached.", lang="en")

    answer: Annotated[str, Field(min_length=1, max_length=4_000)]
    lang: Lang = "en"


class SpokenIn(Schema):
    """In which language the answer is told."""

    model_config = like(lang="en")

    lang: Lang = "en"
