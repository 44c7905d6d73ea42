"""What a proof rests on: clauses of the law in the reader's language, without any subject."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import frozen

from huanliu.engine import expression as tree
from huanliu.engine.changes import say
from huanliu.engine.rulings import RuleBook
from huanliu.engine.solving.solver import Leaf
from huanliu.engine.words import Words


@frozen(eq=False)
class Ground:
    """One clause that a proof needs, or the standing of a provision (by its id). `bar`: the law asks that the clause fail."""

    node: tree.ClauseOf | tree.MetBy | str
    bar: bool = False

    def sentence(self, words: Words) -> str:
        """The clause as the law puts it."""
        return self.node if isinstance(self.node, str) else words.clause(self.node, not self.bar)

    def line(self, book: RuleBook, words: Words) -> str:
        """The clause with its citation, or the provision with the reason why it cannot be met."""
        if isinstance(self.node, tree.ClauseOf) and self.node.cite:
            return f"{self.sentence(words)}  [{self.node.cite}]"
        if not isinstance(self.node, str):
            return self.sentence(words)
        ruling = book.ruling(self.node)
        reason = "" if ruling.reason is None else words.of(ruling.reason)
        return say(words, "standing", title=words.of(ruling.provision.title), reason=reason)

    def plain(self, words: Words) -> dict[str, Any]:
        """JSON values."""
        if not isinstance(self.node, tree.ClauseOf):
            name = self.node if isinstance(self.node, str) else self.node.provision
            return {"provision": name, "text": self.sentence(words)}
        place = str(self.node.place) if self.node.place.line else None
        sql = f"NOT ({self.node.sql})" if self.bar else self.node.sql
        return {"text": self.sentence(words), "sql": sql, "cite": self.node.cite, "file": place}


def grounds_of(leaves: Iterable[Leaf]) -> tuple[Ground, ...]:
    """The clauses behind the leaves of an unsatisfiable core."""
    return tuple(Ground(leaf.node, leaf.bar) for leaf in leaves)
