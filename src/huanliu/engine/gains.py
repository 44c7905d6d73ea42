"""Who gains and who loses by a reform: for each a subject, assessed under both laws, or a proof that there is nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from huanliu.base.language import language
from huanliu.engine import expression as tree
from huanliu.engine.bay import Bay
from huanliu.engine.changes import plain_fact
from huanliu.engine.cliffs import amount_or_nothing
from huanliu.engine.evaluate import evaluate
from huanliu.engine.expression import Expression
from huanliu.engine.kinds import BOOL
from huanliu.engine.rulings import RuleBook
from huanliu.engine.solving.solver import Encoder
from huanliu.engine.solving.symbols import Bit, Number, Truth, both, compared
from huanliu.engine.solving.verdicts import MEMBERS, Limits, Verdict, situation_of, solver_of, verdict_of
from huanliu.errors import SubjectError

TIME = Limits(milliseconds=10_000)
# Of these, more is worse for whom it falls upon.
BURDENS = ("tax", "social_insurance")


@frozen
class Effect:
    """One side of a reform. POSSIBLE: `facts` is somebody on that side, `before` and `after` what the two laws give; IMPOSSIBLE: there
    is proof that there is nobody."""

    verdict: Verdict
    facts: Mapping[str, Any] | None = None
    before: Any = None
    after: Any = None

    def plain(self) -> dict[str, Any]:
        """JSON values."""
        facts = None if self.facts is None else {name: plain_fact(value) for name, value in self.facts.items()}
        return {
            "verdict": self.verdict.value,
            "before": plain_fact(self.before),
            "after": plain_fact(self.after),
            "facts": facts,
        }


@frozen(eq=False)
class Effects:
    """Who gains and who loses by a reform of one provision (or of one of its amounts)."""

    book: RuleBook
    provision: str
    amount: str | None
    gains: Effect
    loses: Effect

    def plain(self, lang: str = "en") -> dict[str, Any]:
        """JSON values, with the lines for a reader."""
        sides = {"gains": self.gains.plain(), "loses": self.loses.plain()}
        return {"provision": self.provision, "amount": self.amount, **sides, "text": self.text(lang)}

    def text(self, lang: str = "en") -> str:
        """Lines for a reader."""
        return "\n".join([*self._lines("gains", self.gains, lang), *self._lines("loses", self.loses, lang)])

    def _lines(self, side: str, effect: Effect, lang: str) -> list[str]:
        words = self.book.words(language(lang))
        if effect.facts is None:
            word = "undecided" if effect.verdict is Verdict.UNDECIDED else f"no_{side}"
            return [words.say(f"gains.{word}")]
        kind = _amount_kind(self.book, self.provision, self.amount)
        before, after = words.value(effect.before, kind), words.value(effect.after, kind)
        kinds = self.book.statutes.kinds
        facts = {name: value for name, value in effect.facts.items() if name in kinds}
        named = [(words.label(name), words.value(value, kinds[name])) for name, value in facts.items()]
        lines = [words.say("gains.fact", item=item, value=value) for item, value in named]
        return [words.say(f"gains.{side}", before=before, after=after), *(f"  {line}" for line in lines)]


def _amount_kind(book: RuleBook, provision: str, amount: str | None) -> Any:
    return BOOL if amount is None else book.ruling(provision).amounts[amount][1].kind


@frozen(eq=False)
class Reform:
    """Two laws side by side, and what is compared: whether a provision is met, or one of its amounts (nothing where unmet)."""

    before: RuleBook
    after: RuleBook
    provision: str
    amount: str | None
    limits: Limits

    def node(self, book: RuleBook) -> Expression:
        """What is compared, as an expression of one law."""
        if self.amount is None:
            return tree.MetBy(book.ruling(self.provision).provision.id)
        return amount_or_nothing(book, self.provision, self.amount)

    def effect(self, more: bool) -> Effect:
        """Somebody for whom the second law gives more (or less) than the first."""
        for rows in (0, MEMBERS):
            old = Encoder(self.before, rows=rows)
            new = Encoder(self.after, rows=rows, beside=old)
            claim = self._claim(old.of(self.node(self.before)), new.of(self.node(self.after)), more)
            solver = solver_of((old, new), [claim], self.limits)
            verdict = verdict_of(solver)
            if verdict is not Verdict.POSSIBLE:
                return Effect(verdict if rows == 0 else Verdict.UNDECIDED)
            effect = self._confirmed({**new.witness(solver.model()), **old.witness(solver.model())}, more)
            if effect is not None:
                return effect
        return Effect(Verdict.UNDECIDED)

    def _claim(self, old: Any, new: Any, more: bool) -> Bit:
        if isinstance(old, Truth) and isinstance(new, Truth):
            return both((old.no, new.yes) if more else (old.yes, new.no))
        assert isinstance(old, Number) and isinstance(new, Number)
        return both((old.known, new.known, compared("<" if more else ">", old, new)))

    def _confirmed(self, witness: Mapping[str, Any], more: bool) -> Effect | None:
        """The witness as both laws assess it; None where they do not bear it out."""
        old, new = (self._worked_out(witness, book) for book in (self.before, self.after))
        if old is None or new is None or not (old < new if more else old > new):
            return None
        return Effect(Verdict.POSSIBLE, dict(witness), old, new)

    def _worked_out(self, witness: Mapping[str, Any], book: RuleBook) -> Any:
        # A reform may ask for facts that the law before it does not know.
        known = {name: value for name, value in witness.items() if name in book.statutes.kinds}
        try:
            return evaluate(self.node(book), situation_of(known, book))
        except SubjectError:
            return None


def gains_and_loses(
    before: Bay | RuleBook,
    after: Bay | RuleBook,
    provision: str,
    amount: str | None = None,
    burden: bool | None = None,
    limits: Limits = TIME,
) -> Effects:
    """Who gains and who loses when the second law takes the place of the first: by whether a provision is met, or by an amount of it.

    More of a tax or a contribution is a loss, more of anything else a gain; `burden` says otherwise. Raises UnknownNameError where
    the provision or the amount is not in both laws.
    """
    books: Sequence[RuleBook] = [law.book() if isinstance(law, Bay) else law for law in (before, after)]
    kind = books[0].ruling(provision).provision.kind
    worse = amount is not None and (kind in BURDENS if burden is None else burden)
    reform = Reform(books[0], books[1], provision, amount, limits)
    more, less = reform.effect(True), reform.effect(False)
    return Effects(books[0], provision, amount, less if worse else more, more if worse else less)
