"""What differs between two laws, or between one law on two days, as lawyers would read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from huanliu.base.language import Text
from huanliu.engine import expression as tree
from huanliu.engine.expression import walk
from huanliu.engine.kinds import Kind
from huanliu.engine.rulings import RuleBook, Ruling
from huanliu.engine.words import Words
from huanliu.law.calendar import Force

RATE = Kind("decimal", unit="share")


@frozen
class Difference:
    """One thing that differs. `what` is began, ended, trial (ran out or was prolonged), clause, number, amount, discretion or
    not_tested; None: not there on that side."""

    id: str
    title: Text
    what: str
    name: str
    before: str | None
    after: str | None

    def plain(self, lang: str) -> dict[str, Any]:
        """JSON values."""
        return {
            "id": self.id,
            "title": self.title.in_language(lang),
            "what": self.what,
            "name": self.name,
            "before": self.before,
            "after": self.after,
        }


def differences(
    before: RuleBook, after: RuleBook, lang: str = "en", chosen: set[str] | None = None
) -> list[Difference]:
    """Everything that differs between two rule books, provision by provision."""
    names = dict.fromkeys([*before.statutes.law.provisions, *after.statutes.law.provisions])
    return [
        difference
        for name in names
        if chosen is None or name in chosen
        for difference in _of_provision(name, before, after, lang)
    ]


def _of_provision(name: str, before: RuleBook, after: RuleBook, lang: str) -> Iterator[Difference]:
    one = before.ruling(name) if name in before.statutes.law.provisions else None
    two = after.ruling(name) if name in after.statutes.law.provisions else None
    title = (two or one).provision.title  # type: ignore[union-attr]
    was, now = _answers(one), _answers(two)
    if was != now:
        what = "began" if now else "ended"
        yield Difference(name, title, what, "", _force(one), _force(two))
    if one is None or two is None or not was or not now:
        return
    if one.force is not two.force:
        # Nothing can be said of clauses that are no longer known to be law.
        yield Difference(name, title, "trial", "", _force(one), _force(two))
        return
    for what, first, second in (
        ("number", _numbers(one, before, lang), _numbers(two, after, lang)),
        ("clause", _clauses(one, before, lang), _clauses(two, after, lang)),
        ("amount", _amounts(one, before, lang), _amounts(two, after, lang)),
        ("discretion", _beside("discretion", one, lang), _beside("discretion", two, lang)),
        ("not_tested", _beside("not_tested", one, lang), _beside("not_tested", two, lang)),
    ):
        for key in dict.fromkeys([*first, *second]):
            if first.get(key) != second.get(key):
                yield Difference(name, title, what, key, first.get(key), second.get(key))


def _answers(ruling: Ruling | None) -> bool:
    return ruling is not None and ruling.force in (Force.IN_FORCE, Force.TRIAL_RAN_OUT)


def _force(ruling: Ruling | None) -> str | None:
    return None if ruling is None else ruling.force.value


def _roots(ruling: Ruling) -> list[tree.Expression]:
    amounts = [expression for _, expression in ruling.amounts.values()]
    return [ruling.applies, ruling.condition, *(condition for _, condition in ruling.outcomes), *amounts]


def _numbers(ruling: Ruling, book: RuleBook, lang: str) -> Mapping[str, str]:
    """The dated numbers that the provision rests on, by name."""
    words = book.words(lang)
    found: dict[str, str] = {}
    for root in _roots(ruling):
        for node in walk(root):
            if isinstance(node, tree.Literal) and node.name and node.name != "on":
                _add(found, node.name, words.value(node.value, node.kind))
            elif isinstance(node, tree.Progressive) and not isinstance(node.table, tree.Parameter):
                rows = [
                    f"{words.number(row.over, node.value.kind)}: {words.number(row.rate, RATE)}" for row in node.table
                ]
                found[node.name or "brackets"] = "; ".join(rows)
            elif isinstance(node, tree.OneOf) and node.name:
                _add(found, node.name, f"{len(node.values)}")
    return found


def _add(found: dict[str, str], name: str, text: str) -> None:
    """A table has many entries under one name: all of them, once each."""
    kept = found.get(name, "").split("; ") if found.get(name) else []
    if text not in kept:
        found[name] = "; ".join([*kept, text])


def _clauses(ruling: Ruling, book: RuleBook, lang: str) -> Mapping[str, str]:
    """Every clause by its own text, as the law puts it."""
    words: Words = book.words(lang)
    roots = [ruling.applies, ruling.condition, *(condition for _, condition in ruling.outcomes)]
    return {node.sql: words.clause(node) for root in roots for node in walk(root) if isinstance(node, tree.ClauseOf)}


def _amounts(ruling: Ruling, book: RuleBook, lang: str) -> Mapping[str, str]:
    return {name: amount.sql for name, (amount, _) in ruling.amounts.items()}


def _beside(what: str, ruling: Ruling, lang: str) -> Mapping[str, str]:
    """A text that stands beside the clauses, by the key that it has in the packs."""
    text: Text | None = getattr(ruling.version, what, None)
    return {} if text is None else {what: text.in_language(lang)}
