"""What recourse gives: alternatives of changes, or what stands in the way, as lines for a reader and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from huanliu.base.language import Text, language
from huanliu.engine.assess import amount_text
from huanliu.engine.explain import Explanation
from huanliu.engine.kinds import Kind, kind_of_fact
from huanliu.engine.rulings import RuleBook
from huanliu.engine.solving.holdings import ANOTHER
from huanliu.engine.words import Words

SHOWN = 8


class Outlook(StrEnum):
    """What recourse found."""

    ALREADY_MET = "already_met"
    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    UNDECIDED = "not_decided_in_time"


def say(words: Words, word: str, **parts: object) -> str:
    """A phrase of recourse with its parts filled in."""
    return words.say(f"recourse.{word}", **parts)


def plain_fact(value: Any) -> Any:
    """A fact's value as JSON: truths, whole numbers and texts as they are, sets as lists, other numbers and days as text."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [{key: plain_fact(item) for key, item in row.items()} for row in value]
    return value if value is None or isinstance(value, (bool, str, int)) else amount_text(value)


@frozen
class Change:
    """One fact that changes (`how` is changed), or that is not known and has to be confirmed.

    `low` and `high`: every value between them serves, all else as in the alternative; None is an end that only the vocabulary
    sets. `also`: other values that serve as well. `but`: the values named by the law that do not, where any other text does.
    """

    fact: str
    kind: Kind
    before: Any
    after: Any
    how: str
    changeable: str
    low: Any = None
    high: Any = None
    also: tuple[Any, ...] = ()
    but: tuple[str, ...] = ()

    def sentence(self, words: Words) -> str:
        """The change as one line."""
        before = words.value(self.before, self.kind)
        return say(words, self.how, item=words.label(self.fact), before=before, after=self._wanted(words))

    def _wanted(self, words: Words) -> str:
        if self.low is not None or self.high is not None:
            return self._range(words)
        if isinstance(self.after, str) and self.after.startswith(ANOTHER):
            return self._other(words)
        if self.kind.name == "members":
            return self._family(words)
        shown = words.value(self.after, self.kind)
        if not self.also:
            return shown
        others = words.joined([words.value(value, self.kind) for value in self.also[:SHOWN]])
        return say(words, "or", value=shown, others=others + (" …" if len(self.also) > SHOWN else ""))

    def _range(self, words: Words) -> str:
        low, high = (None if end is None else words.value(end, self.kind) for end in (self.low, self.high))
        if low == high:
            return str(low)
        beyond = self._beyond()
        if beyond is not None:
            word = "more_than" if self.high is None else "less_than"
            return say(words, word, end=words.value(beyond, self.kind))
        day = self.kind.name == "date"
        if low is not None and high is not None:
            word = "between"
        elif low is not None:
            word = "from_day" if day else "at_least"
        else:
            word = "to_day" if day else "at_most"
        return say(words, word, low=low, high=high)

    def _beyond(self) -> Decimal | None:
        """The whole number that a single end comes as near to as its decimals allow: at most 2.999999 is less than 3."""
        end = self.low if self.high is None else self.high
        if (self.low is None) == (self.high is None) or not isinstance(end, Decimal) or end == end.to_integral_value():
            return None
        step = Decimal(1).scaleb(-self.kind.places)
        beyond = end - step if self.high is None else end + step
        return beyond if beyond == beyond.to_integral_value() else None

    def _other(self, words: Words) -> str:
        if not self.but:
            return say(words, "other")
        shown = words.joined([words.value(value, self.kind) for value in self.but[:SHOWN]])
        return say(words, "other_than", values=shown + (" …" if len(self.but) > SHOWN else ""))

    def _family(self, words: Words) -> str:
        """Each member as the facts that were asked for."""
        if not self.after:
            return words.say("none")
        return "; ".join(
            words.joined([self._column(key, value, words) for key, value in row.items()]) for row in self.after
        )

    def _column(self, key: str, value: Any, words: Words) -> str:
        name = f"{self.fact}.{key}"
        fact = words.law.facts.get(name)
        shown = str(value) if fact is None else words.value(value, kind_of_fact(fact))
        return words.say("seen_each", item=words.label(name), value=shown)

    def plain(self) -> dict[str, Any]:
        """The change as JSON values."""
        return {
            "fact": self.fact,
            "from": plain_fact(self.before),
            "to": plain_fact(self.after),
            "kind": self.how,
            "changeable": self.changeable,
            "low": plain_fact(self.low),
            "high": plain_fact(self.high),
            "also": [plain_fact(value) for value in self.also],
            "but": list(self.but),
        }


@frozen
class Alternative:
    """One set of changes after which the goal is met. `size` is the sum of the relative changes of its numbers, `facts` the subject
    as it would then be."""

    changes: tuple[Change, ...]
    cost: int
    size: Decimal
    facts: Mapping[str, Any] = field(repr=False)

    @property
    def names(self) -> frozenset[str]:
        """The facts it touches."""
        return frozenset(change.fact for change in self.changes)


@frozen(eq=False)
class Recourse:
    """What would have to change, or what stands in the way. `exhausted`: there is no further alternative."""

    goal: str
    title: Text
    book: RuleBook
    outlook: Outlook
    alternatives: tuple[Alternative, ...] = ()
    because: tuple[Explanation, ...] = ()
    exhausted: bool = False

    def plain(self, lang: str = "en") -> dict[str, Any]:
        """The result as JSON values; money and other decimals as text."""
        words = self.book.words(language(lang))
        return {
            "goal": self.goal,
            "title": words.of(self.title),
            "status": self.outlook.value,
            "alternatives": [
                {
                    "cost": each.cost,
                    "changes": [{**change.plain(), "text": change.sentence(words)} for change in each.changes],
                }
                for each in self.alternatives
            ],
            "exhausted": self.exhausted,
            "because": [each.plain(lang) for each in self.because],
        }

    def text(self, lang: str = "en") -> str:
        """The result as lines for a reader."""
        return "\n".join(self._lines(language(lang)))

    def _lines(self, lang: str) -> Iterator[str]:
        words = self.book.words(lang)
        yield say(words, self.outlook.value, goal=words.of(self.title))
        for number, each in enumerate(self.alternatives, start=1):
            yield say(words, "alternative", number=number)
            yield from (f"  {change.sentence(words)}" for change in each.changes)
        for clause in self.because:
            yield f"  {clause.sentence(lang)}" + (f"  [{clause.cite}]" if clause.cite else "")
