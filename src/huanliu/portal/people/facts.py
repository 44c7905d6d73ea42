"""Facts in profiles: read by the law's own intake, shown in the law's own words, sorted into classes of data."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from huanliu.base.clock import today
from huanliu.base.language import Text
from huanliu.base.period import parse_date
from huanliu.engine.kinds import Kind
from huanliu.engine.names import settled
from huanliu.engine.record import plain_value
from huanliu.engine.subject import ROW_PREFIX, Intake
from huanliu.engine.words import Words
from huanliu.errors import DateError, SubjectError
from huanliu.law.model import Definition, Fact
from huanliu.portal.bay import law_language, law_words, the_bay
from huanliu.portal.consent.classes import CHILD, FAMILY, FAMILY_FACT, DataClass, class_of_fact, classes, is_child

AGE = "person.age"
MOST_FOUND = 30
# The law's own word, from packs/words.
DAYS = "unit.days"


@frozen
class ShownFact:
    """A fact of a profile in words."""

    name: str
    label: str
    value: str
    editable: bool


@frozen
class Topic:
    """The facts of one class."""

    data_class: DataClass
    facts: list[ShownFact]


def stated(name: str) -> Fact | Definition | None:
    """What the law says of a fact."""
    law = the_bay().law
    return law.facts.get(name) or law.definitions.get(name)


def kind_of(name: str) -> Kind | None:
    """The type of a fact that may be told, None for what is none."""
    return None if name.startswith(ROW_PREFIX) else the_bay().statutes.kinds.get(name)


def read_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values checked by the law's intake, names as the law's lists write them. Raises SubjectError."""
    statutes = the_bay().statutes
    checked = Intake(statutes).read(facts)
    written, _ = settled(checked, statutes)
    return {name: plain_value(value) for name, value in written.items() if value is not None}


def read_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """One family member, checked. Raises SubjectError."""
    return dict(read_facts({FAMILY_FACT: [dict(row)]})[FAMILY_FACT][0])


def readable(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What of some facts the law of today still reads: a fact that the packs have dropped is left out, not an error."""
    kept = {}
    for name, value in facts.items():
        try:
            kept.update(read_facts({name: value}))
        except SubjectError:
            continue
    return kept


def row_class(row: Mapping[str, Any]) -> str:
    """Whether a family member is a child under 14. One of unknown birth date who is called a child is protected as one."""
    born = row.get("birth_date")
    if born is None:
        return CHILD if row.get("relationship") == "child" else FAMILY
    return CHILD if is_child(age_on(str(born), today())) else FAMILY


def age_on(born: str, day: datetime.date) -> int | None:
    """Completed years on a day."""
    try:
        birth = parse_date(born)
    except DateError:
        return None
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def needed_class(name: str, value: Any) -> set[str]:
    """The classes of data that a fact and its value belong to."""
    if name == FAMILY_FACT:
        return {row_class(row) for row in value} or {FAMILY}
    if name == AGE and is_child(int(value)):
        return {class_of_fact(name), CHILD}
    return {class_of_fact(name)}


def topics(facts: Mapping[str, Any], code: str) -> list[Topic]:
    """Facts in words, by class."""
    words = law_words(code)
    by_class: dict[str, list[ShownFact]] = {}
    for name, value in facts.items():
        by_class.setdefault(class_of_fact(name), []).append(_shown(name, value, words))
    return [Topic(each, by_class[each.id]) for each in classes().values() if each.id in by_class]


def _shown(name: str, value: Any, words: Words) -> ShownFact:
    return ShownFact(name, words.label(name), shown_value(name, value, words), kind_of(name) is not None)


def shown_value(name: str, value: Any, words: Words) -> str:
    """A plain value as the law writes it; the log of days by its length."""
    statutes = the_bay().statutes
    kind = statutes.kinds.get(name)
    if kind is None:
        return str(value)
    if kind.name == "day_log":
        return words.say(DAYS, value=len(value))
    try:
        return words.value(Intake(statutes).read({name: value})[name], kind)
    except SubjectError:
        return str(value)


def row_kinds() -> dict[str, Kind]:
    """What may be told of a family member."""
    return Intake(the_bay().statutes).row_kinds()


def asked_of_members() -> dict[str, Kind]:
    """What the law asks of a family member as such. A plan may ask more of one member; that is told in its interview."""
    stated = the_bay().law.facts
    return {key: kind for key, kind in row_kinds().items() if ROW_PREFIX + key in stated}


def member_fact(key: str) -> str:
    """The law's name for what is told of a family member: as one, else as it is told of the person."""
    own = ROW_PREFIX + key
    return own if stated(own) else f"person.{key}"


def member_label(key: str, words: Words) -> str:
    """What a fact of a family member is called."""
    return words.label(member_fact(key))


def changed_facts(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What is otherwise told of a family member, by name and without what is told."""
    return [member_fact(key) for key in {**before, **after} if before.get(key) != after.get(key)]


def called(row: Mapping[str, Any], number: int, code: str) -> str:
    """What a family member of an interview is called until the person says it: what they are, and their number."""
    relation = row.get("relationship")
    label = relation and row_kinds()["relationship"].values.get(relation)
    return f"{label.in_language(law_language(code))} {number}"[:60] if label else str(number)


def shown_row(row: Mapping[str, Any], code: str) -> list[tuple[str, str]]:
    """A family member in words."""
    words, kinds = law_words(code), row_kinds()
    return [(member_label(key, words), _row_value(key, value, kinds, words)) for key, value in row.items()]


def _row_value(key: str, value: Any, kinds: Mapping[str, Kind], words: Words) -> str:
    if key not in kinds:
        return str(value)
    try:
        read = Intake(the_bay().statutes).read({FAMILY_FACT: [{key: value}]})[FAMILY_FACT][0][key]
    except SubjectError:
        return str(value)
    return words.value(read, kinds[key])


def find(text: str, code: str) -> list[ShownFact]:
    """Facts whose label or question holds some words, in any language."""
    wanted = text.casefold().strip()
    if not wanted:
        return []
    words = law_words(code)
    return [ShownFact(name, words.label(name), "", True) for name in _matching(wanted)][:MOST_FOUND]


def _matching(wanted: str) -> Iterator[str]:
    for name, fact in the_bay().law.facts.items():
        if (
            name != FAMILY_FACT
            and kind_of(name) is not None
            and any(wanted in each for each in _texts(fact.label, fact.asks))
        ):
            yield name


def _texts(*texts: Text) -> Iterator[str]:
    for text in texts:
        for lang in ("en", "zh-Hans", "zh-Hant"):
            yield text.in_language(lang).casefold()
