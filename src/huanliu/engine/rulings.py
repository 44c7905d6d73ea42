"""A ruling: one provision as it stands on a day, bound and ready for every reader.

`applies` and `condition` are what assess walks, columns compile and proofs translate. How a provision stands (not yet in
force, a proposal, a trial that ran out) is put into the condition here, once, so that no reader can forget it.
"""

from __future__ import annotations

import datetime
from typing import Any

from attrs import frozen

from huanliu.base.fixed import Fixed
from huanliu.base.language import Text as Reason
from huanliu.base.truth import Status
from huanliu.engine import expression as tree
from huanliu.engine.binding import Binder, Days
from huanliu.engine.expression import Expression
from huanliu.engine.statute import PayslipText, Statutes, VersionText
from huanliu.engine.words import Words
from huanliu.errors import UnknownNameError, nearest
from huanliu.law import model, tasks
from huanliu.law.calendar import Force, version_on


@frozen
class Ruling:
    """A provision on a day. `reason` says why it cannot be met, where that does not hang on the subject."""

    provision: model.Provision
    version: model.Version | None
    force: Force
    reason: Reason | None
    applies: Expression
    condition: Expression
    outcomes: tuple[tuple[model.Outcome, Expression], ...]
    amounts: Fixed[str, tuple[model.Amount, Expression]]

    @property
    def discretionary(self) -> bool:
        """Whether the authority may still refuse where the condition is met."""
        return self.version is not None and self.version.discretion is not None

    @property
    def untested(self) -> bool:
        """Whether the law requires more than the condition tests: met is then not yet a right."""
        return self.version is not None and self.version.not_tested is not None

    def word(self, status: Status) -> str:
        """The word of the packs for how it stands: discretion and what is not tested are never said as a plain met."""
        if status is not Status.MET:
            return status.value
        return "met_discretionary" if self.discretionary else "met_untested" if self.untested else status.value

    @property
    def undecidable(self) -> bool:
        """Whether nothing about a subject could decide it (a trial that ran out)."""
        return isinstance(self.condition, tree.Literal) and self.condition.value is None

    @property
    def standing(self) -> Expression:
        """Whether it is met, as another provision asks."""
        if isinstance(self.applies, tree.Literal) and self.applies.value is True:
            return self.condition
        return tree.And((self.applies, self.condition))


class RuleBook:
    """The rulings of one law on one pair of days; each is bound when it is first asked for and then kept."""

    def __init__(self, statutes: Statutes, days: Days, trusting: bool = False) -> None:
        self.statutes, self.days = statutes, days
        self._binder = self._binding(trusting)
        self._trusting: RuleBook | None = self if trusting else None
        self._rulings: dict[str, Ruling] = {}
        self._definitions: dict[str, Expression] = {}
        self._steps: dict[str, tuple[Expression, ...]] = {}
        self._needs: dict[str, tuple[Expression, ...]] = {}
        self._fees: dict[str, tuple[tuple[model.Fee, Expression], ...]] = {}
        self._payslips: dict[str, PayslipText] = {}
        self._words: dict[str, Words] = {}
        # How explanations are laid out, by the node or provision they are of.
        self.plans: dict[Any, Any] = {}

    def _binding(self, trusting: bool) -> Binder:
        return Binder(self.statutes.law, self.days, self.outcome, trusting)

    def bind(self, node: Expression) -> Expression:
        """An expression of this law bound to the days."""
        return self._binder.bind(node)

    def meaning(self, node: tree.Parameter) -> model.Parameter:
        """The parameter of the law that a node names."""
        return self._binder.meaning(node)

    @property
    def trusting(self) -> RuleBook:
        """The same law with numbers that nobody has verified taken as they stand: for estimates, never for findings."""
        if self._trusting is None:
            self._trusting = RuleBook(self.statutes, self.days, trusting=True)
        return self._trusting

    def words(self, lang: str) -> Words:
        """The words of this law in a language."""
        if lang not in self._words:
            self._words[lang] = Words(self.statutes.law, lang)
        return self._words[lang]

    def ruling(self, identity: str) -> Ruling:
        """The ruling of a provision, by its id or an alias."""
        found = self._rulings.get(identity)
        if found is None:
            found = self._rulings[identity] = self._bind(self._provision(identity))
        return found

    def _provision(self, identity: str) -> model.Provision:
        provisions = self.statutes.law.provisions
        if identity in provisions:
            return provisions[identity]
        for provision in provisions.values():
            if identity in provision.aliases:
                return provision
        raise UnknownNameError(
            f"there is no provision {identity[:80]!r}",
            found=identity[:80],
            hint=nearest(identity, provisions) or "huanliu law list shows all",
        )

    def outcome(self, identity: str, name: str) -> Expression:
        """Whether a provision is met with a named result; a result that its version in force does not know is none of its results."""
        ruling = self.ruling(identity)
        conditions = [condition for outcome, condition in ruling.outcomes if outcome.id == name]
        if not conditions and ruling.version is not None:
            return tree.FALSE
        return tree.And((tree.MetBy(identity), *conditions))

    def definition(self, name: str) -> Expression | None:
        """A definition bound to the days, None for a fact."""
        if name not in self.statutes.definitions:
            return None
        found = self._definitions.get(name)
        if found is None:
            found = self._definitions[name] = self.bind(self.statutes.definitions[name])
        return found

    def steps(self, route: str) -> tuple[Expression, ...]:
        """The conditions of a route's steps bound to the days."""
        if route not in self._steps:
            self._steps[route] = tuple(self.bind(door.condition) for door in self.statutes.routes[route])
        return self._steps[route]

    def needs(self, journey: str) -> tuple[Expression, ...]:
        """For each task of a journey whom it concerns, bound to the days."""
        if journey not in self._needs:
            self._needs[journey] = tuple(map(self.bind, self.statutes.journeys[journey]))
        return self._needs[journey]

    def fees(self, provision: str) -> tuple[tuple[model.Fee, Expression], ...]:
        """The fees of a provision, each with the case in which it is paid, bound to the days."""
        procedure = self.statutes.law.provisions[provision].procedure
        if procedure.fees_of is not None:
            return self.fees(procedure.fees_of)
        if provision not in self._fees:
            cases = map(self._binder.bind, self.statutes.fees[provision])
            self._fees[provision] = tuple(zip(procedure.fees, cases, strict=True))
        return self._fees[provision]

    def awaited(self, journey: str, task: tasks.Task) -> Expression | None:
        """What the fact of a wait has to reach, bound to the days; None where the provision is not in force."""
        assert task.wait is not None, f"{task.id} is no wait"
        if task.wait.day is None:
            return self._binder.bind(self.statutes.waits[journey][task.id])
        return self.amount(task.wait.provision, task.wait.day)

    def amount(self, provision: str, name: str) -> Expression | None:
        """An amount of a provision whether it is met or not; None where the provision is not in force."""
        found = self.ruling(provision).amounts.get(name)
        return None if found is None else found[1]

    def payslip(self, identity: str) -> PayslipText:
        """A payslip bound to the days."""
        if identity not in self._payslips:
            text, bind = self.statutes.payslips[identity], self.bind
            settings = tuple((name, bind(sql)) for name, sql in text.settings)
            self._payslips[identity] = PayslipText(settings, tuple((entry, bind(sql)) for entry, sql in text.lines))
        return self._payslips[identity]

    def _bind(self, provision: model.Provision) -> Ruling:
        version, force = version_on(provision, self.days.on, self.days.known_on)
        reason = _reason(provision, version, force, self.days.on)
        if version is None:
            closed = tree.UNKNOWN if force is Force.START_UNKNOWN else tree.FALSE
            return Ruling(provision, None, force, reason, closed, tree.UNKNOWN, (), Fixed())
        text = self._text(provision, version)
        bind = self.bind
        return Ruling(
            provision,
            version,
            force,
            reason,
            *self._limited(provision, force, text),
            tuple((outcome, bind(condition)) for outcome, condition in text.outcomes),
            Fixed({name: (amount, bind(sql)) for name, (amount, sql) in text.amounts.items()}),
        )

    def _text(self, provision: model.Provision, version: model.Version) -> VersionText:
        return self.statutes.texts[provision.id][provision.versions.index(version)]

    def _limited(self, provision: model.Provision, force: Force, text: VersionText) -> tuple[Expression, Expression]:
        """The two conditions within what the provision's standing allows."""
        applies = tree.TRUE if text.applies is None else self.bind(text.applies)
        condition = self.bind(text.condition)
        if force is Force.PROPOSAL:
            return tree.FALSE, condition
        if force is Force.TRIAL_RAN_OUT:
            return applies, tree.UNKNOWN
        if provision.confidence == "low":
            # Never met, but a condition that fails still shuts it.
            return applies, tree.And((condition, tree.UNKNOWN))
        return applies, condition


def _reason(
    provision: model.Provision, version: model.Version | None, force: Force, on: datetime.date
) -> Reason | None:
    match force:
        case Force.PROPOSAL:
            return Reason("a proposal, not yet law", "仅为建议，尚非法律")
        case Force.NOT_YET:
            return Reason(f"not yet in force on {on}", f"{on}尚未生效")
        case Force.ENDED:
            return Reason(f"no longer in force on {on}", f"{on}已失效")
        case Force.START_UNKNOWN:
            return Reason(f"whether it was in force on {on} is not known", f"{on}是否已生效未知")
        case Force.NOT_KNOWN_THEN:
            return Reason("not yet published on the day asked about", "所查知悉日尚未公布")
        case Force.TRIAL_RAN_OUT:
            until = version.known_until if version else None
            return Reason(
                f"the trial is known to run until {until}; whether it goes on is not known",
                f"已知试行至{until}；是否延续未知",
            )
    if provision.confidence == "low":
        return Reason("read with low confidence; never counted as met", "资料可信度低，不视为符合")
    return None
