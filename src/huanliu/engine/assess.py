"""Assess: facts, law and day in; a finding for each provision out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from attrs import frozen

from huanliu.base.language import Text
from huanliu.base.money import plain
from huanliu.base.truth import Status, status_of
from huanliu.engine.asking.missing import missing_facts
from huanliu.engine.asking.relevance import missing_of_condition, missing_of_ruling
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.explain import Explanation, explain, failing
from huanliu.engine.rulings import Ruling


@frozen(eq=False)
class Finding:
    """What assessing one provision gives for one subject. The explanation is worked out when it is asked for."""

    id: str
    status: Status
    ruling: Ruling
    situation: Situation

    @property
    def discretionary(self) -> bool:
        """Whether the authority may still refuse although the condition is met."""
        return self.status is Status.MET and self.ruling.discretionary

    @property
    def untested(self) -> bool:
        """Whether it is met as far as it is tested, and the law requires more."""
        return self.status is Status.MET and self.ruling.untested

    @property
    def word(self) -> str:
        """The word of the packs for how it stands."""
        return self.ruling.word(self.status)

    @property
    def missing(self) -> list[str]:
        """Exactly the facts that could still change an undetermined finding; empty for any other."""
        if self.status is not Status.UNDETERMINED:
            return []
        return missing_of_ruling(self.ruling, self.situation)

    @property
    def amounts(self) -> dict[str, Any]:
        """Every amount where the provision is met; None is not known. Empty otherwise."""
        if self.status is not Status.MET:
            return {}
        return {name: evaluate(sql, self.situation) for name, (_, sql) in self.ruling.amounts.items()}

    @property
    def amounts_missing(self) -> dict[str, list[str]]:
        """For each amount that is not known, the facts that it lacks."""
        if self.status is not Status.MET:
            return {}
        lacking = {name: missing_facts(sql, self.situation) for name, (_, sql) in self.ruling.amounts.items()}
        return {name: facts for name, facts in lacking.items() if facts}

    @property
    def outcomes(self) -> list[str]:
        """The named results of a decision tree that surely hold, in the tree's order, whatever the status."""
        return [outcome.id for outcome, truth in self._outcome_truths() if truth]

    @property
    def outcomes_open(self) -> list[str]:
        """The named results that may still hold."""
        return [outcome.id for outcome, truth in self._outcome_truths() if truth is None]

    @property
    def outcomes_missing(self) -> list[str]:
        """The facts that could still decide a named result that is not decided yet."""
        if self.status is Status.NOT_APPLICABLE:
            return []
        lacking = (missing_of_condition(condition, self.situation) for _, condition in self.ruling.outcomes)
        return list(dict.fromkeys(name for names in lacking for name in names))

    def _outcome_truths(self) -> Iterator[tuple[Any, bool | None]]:
        if self.status is not Status.NOT_APPLICABLE:
            for outcome, condition in self.ruling.outcomes:
                yield outcome, evaluate(condition, self.situation)

    def _beside(self, what: str, lang: str) -> str | None:
        """What no rule can decide, or what is required and not tested: said whatever the status is."""
        text: Text | None = getattr(self.ruling.version, what, None)
        return None if text is None else text.in_language(lang)

    @property
    def explanation(self) -> Explanation:
        """The tree of clauses behind the finding."""
        return explain(self.ruling, self.status, self.situation)

    @property
    def shut_by(self) -> list[Explanation]:
        """The clauses that make it unmet."""
        return failing(self.explanation) if self.status is Status.UNMET else []

    def plain(self, lang: str = "en") -> dict[str, Any]:
        """The finding as JSON values; amounts are decimal text in major units."""
        return {
            "status": self.status.value,
            "discretionary": self.discretionary,
            "discretion": self._beside("discretion", lang),
            "untested": self.untested,
            "not_tested": self._beside("not_tested", lang),
            "amounts": {name: amount_text(value) for name, value in self.amounts.items()},
            "amounts_missing": self.amounts_missing,
            "outcomes": self.outcomes,
            "outcomes_open": self.outcomes_open,
            "outcomes_missing": self.outcomes_missing,
            "missing": self.missing,
            "explanation": self.explanation.plain(lang),
        }


def amount_text(value: Any) -> str | None:
    """An amount as text: numbers as plain decimals, dates as ISO days, truths as true and false."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    return plain(value) if isinstance(value, (int, Decimal)) else str(value)


def assess_one(ruling: Ruling, situation: Situation) -> Finding:
    """One provision for one subject."""
    applies = evaluate(ruling.applies, situation)
    condition = None if applies is False else evaluate(ruling.condition, situation)
    return Finding(ruling.provision.id, status_of(applies, condition), ruling, situation)
