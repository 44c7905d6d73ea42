"""The page of one question: the question with its fields, why it is asked, and what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen
from django.http import QueryDict

from huanliu.base.language import Text
from huanliu.engine.asking.interview import Interview
from huanliu.engine.asking.question import Question
from huanliu.engine.explain import UNSHOWN
from huanliu.portal.journeys import forms, standing
from huanliu.portal.journeys.fields import (
    DATE_PARTS,
    PLACES,
    STAY_PARTS,
    Field,
    Option,
    Row,
    Sheetlet,
    field_of,
    members,
)
from huanliu.portal.journeys.goals import Aim
from huanliu.portal.journeys.sheet import Sheet

REASONS = 4
STAYS_SHOWN = 3


@frozen
class Given:
    """An answer so far, as the law words it; None is "I don't know"."""

    fact: str
    label: str
    shown: str | None
    key: str = ""


@frozen
class Beside:
    """What stands beside the question."""

    tasks: tuple[standing.TaskSeen, ...]
    counts: tuple[tuple[str, int], ...]
    news: tuple[standing.Seen, ...]
    likely: int
    most: int
    asked: int


def question_of(interview: Interview, fact: str | None) -> Question | None:
    """The question that matters most now, or the one of a fact whose answer is to change."""
    following = interview.next()
    if fact is None or (following is not None and following.fact == fact):
        return following
    rows = interview.facts.get(fact) if fact == "person.family" else None
    keys = tuple(dict.fromkeys(key for row in rows or () for key in row))
    return Question(fact, interview.book.statutes.kinds[fact], (), interview.book, keys)


def beside(goal: Aim, interview: Interview, sheet: Sheet) -> Beside:
    """The panel after the last answer."""
    just: Mapping[str, str] = sheet.note("just", {}).get(goal.id, {})
    tasks = standing.tasks(goal, interview, just)
    news = {door.id: door for task in tasks for door in task.doors if door.new}
    likely, most = standing.left(interview)
    asked = len(sheet.order(goal.id))
    return Beside(tuple(tasks), tuple(standing.counted(tasks)), tuple(news.values()), likely, most, asked)


@frozen
class Why:
    """Why a question is asked: a few of the doors that hang on its answer, and how many there are of how many. `still`: given what
    else is known the answer can change each of them; otherwise it is one that was answered before, and they are all that ask it."""

    fact: str
    doors: tuple[Text, ...]
    count: int
    of: int
    still: bool

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.doors)


def why(question: Question, interview: Interview) -> Why | None:
    """Why a question is asked; None where no door of the goal asks it."""
    goals = question.why or interview.about(question.fact)
    law, rules = interview.book.statutes.law, interview.book
    titles = [law.routes[goal.id].title if goal.route else rules.ruling(goal.id).provision.title for goal in goals]
    return (
        Why(question.fact, tuple(titles[:REASONS]), len(goals), len(interview.goals), bool(question.why))
        if goals
        else None
    )


def sheetlet(question: Question, lang: str, sheet: Sheet) -> Sheetlet:
    """The fields of a question with the answer given before."""
    value = sheet.answers.get(question.fact)
    made = Sheetlet(question, lang, field_of(question, lang, "answer", value))
    if made.kind == "members":
        given = value or []
        made.rows = members(question, lang, max(1, len(given)), given)
    elif made.kind == "day_log":
        made.rows = stays(question, lang, STAYS_SHOWN, QueryDict())
    return made


def resent(question: Question, lang: str, data: QueryDict, more: bool = False) -> Sheetlet:
    """The fields as they were sent; `more`: with one row more."""
    made = Sheetlet(question, lang, refilled(field_of(question, lang, "answer"), data))
    if made.kind == "members":
        count = forms.count_sent(data, "members", forms.MOST_MEMBERS) + more
        made.rows = members(question, lang, min(count, forms.MOST_MEMBERS), [])
        for row in made.rows:
            row.fields = [refilled(each, data) for each in row.fields]
    elif made.kind == "day_log":
        count = forms.count_sent(data, "stays", forms.MOST_STAYS) + 3 * more
        made.rows = stays(question, lang, min(count, forms.MOST_STAYS), data)
    return made


def refilled(made: Field, data: QueryDict) -> Field:
    """A field with what was sent for it."""
    sent = data.getlist(made.name)
    made.value = sent[0] if sent else ""
    made.parts = {part: data.get(f"{made.name}-{part}", "") for part in DATE_PARTS}
    for option in made.options:
        option.chosen = option.value in sent
    return made


def stays(question: Question, lang: str, count: int, data: QueryDict) -> list[Row]:
    """Rows for stays: the first day, the last day, and the place."""
    words = question.book.words(lang)
    cities = words.law.facts["person.hukou_city"].labels
    labels = {place: words.of(cities[place]) for place in PLACES if place in cities}
    labels |= {place: words.say(place) for place in ("hk", "mo")}

    def field(number: int, part: str) -> Field:
        name = f"s{number}-{part}"
        made = Field(name, "select" if part == "place" else "day", "", value=data.get(name, ""))
        if part == "place":
            made.options = [Option(place, labels.get(place, ""), place == made.value) for place in PLACES]
        return made

    return [Row(number + 1, [field(number, part) for part in STAY_PARTS]) for number in range(count)]


def mark(made: Sheetlet, wrong: forms.RefusedError, code: str, data: QueryDict) -> Sheetlet:
    """The sentence of what will not do, at the field that it is about."""
    fields = [made.field, *(each for row in made.rows for each in row.fields)]
    at = next((each for each in fields if each.name == wrong.field), made.field)
    at.wrong = wrong.sentence(code)
    if wrong.word in ("doubt", "unlisted"):
        # Sent once more as it is, the name is taken as it is.
        at.doubted = forms.tidy(data.get(at.name, ""))
    return made


def given(interview: Interview, sheet: Sheet, lang: str) -> list[Given]:
    """The answers so far in the order of the law's questions, with what is not known at the end."""
    words, kinds = interview.book.words(lang), interview.book.statutes.kinds
    found = []
    for name in sheet.answers:
        if name not in interview.facts:
            continue
        kind, value = kinds[name], interview.facts.get(name)
        if kind.name in UNSHOWN:
            found.append(Given(name, words.label(name), str(len(value or ())), f"journeys.count_{kind.name}"))
        else:
            found.append(Given(name, words.label(name), words.value(value, kind)))
    return found + [Given(name, words.label(name), None) for name in sheet.unknown(interview.book)]


def before(goal: Aim, sheet: Sheet, fact: str | None) -> str | None:
    """The question before: of the one that is put, or of a fact whose answer is being changed."""
    order = sheet.order(goal.id)
    if fact in order:
        order = order[: order.index(fact)]
    return order[-1] if order else None
