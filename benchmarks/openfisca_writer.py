"""The law of a day written as OpenFisca-core formulas: each fact that follows from others, each provision and each amount a variable.

A small compiler from the engine's tree (`engine/expression.py`) to numpy as an OpenFisca author writes it: truths are Boolean
arrays, texts are the codes of Enums, a bracket table is a tax scale, a formula asks for its inputs by name. OpenFisca has two
answers where the law has three, so a condition is written as "surely holds", and where the law itself does not know a number
(nobody has vouched for it, a key is not in its table) that is simply not so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen
from openfisca_text import (
    NO,
    WHOLE,
    YES,
    always_a_day,
    as_wanted,
    chosen,
    entries_of,
    every,
    key_of,
    negated,
    nothing,
    number,
    plain,
    read,
    reason_of,
    some,
    written_out,
)

from huanliu.engine import expression as tree
from huanliu.engine.evaluate import COMPARISONS
from huanliu.engine.expression import Expression
from huanliu.engine.rulings import RuleBook
from huanliu.engine.words import OPPOSITE

SIGNS = {"=": "==", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
# What may be decided while some of its parts are not known.
LOGIC = (tree.And, tree.Or, tree.Not, tree.Case, tree.AtLeast, tree.Points)
# So many values are compared one by one, more are looked up.
FEW = 3


class InexpressibleError(Exception):
    """The law says something for which OpenFisca has no words; the text says what."""


@frozen
class Formula:
    """One variable: the text of its formula over `p`, which reads a variable, its type, and the values of a text."""

    text: str
    kind: str
    values: tuple[str, ...] = ()


class Writer:
    """Writes the rulings of one book. `texts` holds the values that each text or enum fact may take, in the order of their codes;
    `given` are facts that the table holds, whether or not they follow from others."""

    def __init__(self, book: RuleBook, texts: Mapping[str, Sequence[str]], given: Iterable[str] = ()) -> None:
        self.book, self.texts, self.given = book, texts, set(given)
        self.formulas: dict[str, Formula] = {}
        self._refused: dict[str, str] = {}
        self._known: dict[int, str] = {}
        self._sure: dict[int, bool] = {}
        # The provision whose amounts are being written: there an amount before them is read, elsewhere it is written out.
        self._amounts_of: str | None = None

    def provision(self, identity: str) -> list[str]:
        """The names of a provision's variables: whether it is met, its outcomes, its amounts. InexpressibleError where one cannot be written."""
        ruling = self.book.ruling(identity)
        self._standing(identity)
        names = [identity]
        for outcome, condition in ruling.outcomes:
            applies = negated(self.truth(ruling.applies, False))
            name = f"{identity}#{outcome.id}"
            self._put(name, lambda e=condition, a=applies: Formula(every((a, self.truth(e, True))), "bool"))
            names.append(name)
        return [*names, *(self._amount(identity, name) for name in ruling.amounts)]

    # -- variables ----------------------------------------------------------------------------------------------------

    def _put(self, name: str, written: Callable[[], Formula]) -> str:
        """A variable by its name, written when it is first asked for."""
        if name in self._refused:
            raise InexpressibleError(self._refused[name])
        if name not in self.formulas:
            try:
                self.formulas[name] = written()
            except InexpressibleError as error:
                self._refused[name] = str(error)
                raise
        return name

    def _standing(self, identity: str, wanted: bool = True) -> str:
        standing = self.book.ruling(identity).standing
        name = identity if wanted else f"{identity}!unmet"
        return self._put(name, lambda: Formula(self._outside(None, lambda: self.truth(standing, wanted)), "bool"))

    def _amount(self, identity: str, name: str) -> str:
        """An amount, nothing where its provision is not met."""
        expression = self.book.ruling(identity).amounts[name][1]
        return self._put(f"{identity}.{name}", lambda: self._gated(identity, expression))

    def _gated(self, identity: str, expression: Expression) -> Formula:
        kind = expression.kind.name
        met = self._read_truth(self._standing(identity))
        value, known = self._outside(identity, lambda: (self.value(expression), self.known(expression)))
        return Formula(chosen(every((met, known)), value, nothing(expression.kind)), kind)

    def _outside(self, identity: str | None, write: Callable[[], Any]) -> Any:
        before, self._amounts_of = self._amounts_of, identity
        try:
            return write()
        finally:
            self._amounts_of = before

    def body(self, name: str) -> Expression | None:
        """What a fact follows from; None for one that is given, and for one that has no formula: it is then given as well."""
        body = self.book.definition(name)
        if body is None or name in self.given:
            return None
        try:
            self._definition(name)
        except InexpressibleError:
            self.given.add(name)
            return None
        return body

    def _definition(self, name: str, wanted: bool = True) -> str:
        """A fact that follows from others; what it is, and (not `wanted`) where it surely does not hold."""
        body = self.book.definition(name)
        assert body is not None
        if body.kind.name == "bool":
            written = name if wanted else f"{name}!not"
            return self._put(written, lambda: Formula(self._outside(None, lambda: self.truth(body, wanted)), "bool"))
        if body.kind.name in ("enum", "text"):
            values = tuple(self._domain(body))
            return self._put(name, lambda: Formula(self._codes(body, values), "enum", values))
        return self._put(name, lambda: Formula(self._outside(None, lambda: self.value(body)), body.kind.name))

    def _read(self, node: tree.FactRef) -> str:
        if node.kind.name in ("members", "day_log", "set"):
            raise InexpressibleError(WHOLE[node.kind.name])
        if self.body(node.name) is not None:
            self._definition(node.name)
        return read(node.name)

    def _read_truth(self, name: str) -> str:
        """A variable that was written, or the constant that it is."""
        text = self.formulas[name].text
        return text if text in (YES, NO) else read(name)

    # -- truth --------------------------------------------------------------------------------------------------------

    def truth(self, node: Expression, wanted: bool) -> str:
        """Where a condition surely is `wanted`."""
        match node:
            case tree.Literal():
                return YES if node.value is wanted else NO
            case tree.FactRef():
                return self._fact_truth(node, wanted)
            case tree.Named() | tree.ClauseOf() | tree.GroupOf():
                return self.truth(node.expression, wanted)
            case tree.Written():
                return self.truth(node.core, wanted)
            case tree.MetBy():
                if wanted or self._certain(node):
                    return as_wanted(self._read_truth(self._standing(node.provision)), wanted)
                return self._read_truth(self._standing(node.provision, False))
            case tree.Not():
                return self.truth(node.part, not wanted)
            case tree.And() | tree.Or():
                return self._joined(node, wanted)
            case tree.Case():
                return self._chosen_truth(node, wanted)
            case tree.AtLeast() | tree.Points():
                return self._counted(node, wanted)
        return every((self._comparison(node, wanted), *(self.known(part) for part in tree.children(node))))

    def _fact_truth(self, node: tree.FactRef, wanted: bool) -> str:
        if self.body(node.name) is None:
            return as_wanted(read(node.name), wanted)
        if wanted or self._certain(node):
            return as_wanted(self._read_truth(self._definition(node.name)), wanted)
        return self._read_truth(self._definition(node.name, False))

    def _joined(self, node: tree.And | tree.Or, wanted: bool) -> str:
        """All parts, or some: what decides an And is the opposite of what decides an Or."""
        if not wanted and self._certain(node):
            return negated(self.truth(node, True))
        parts = [self.truth(part, wanted) for part in node.parts]
        return every(parts) if isinstance(node, tree.And) is wanted else some(parts)

    def _chosen_truth(self, node: tree.Case, wanted: bool) -> str:
        rest = NO if node.default is None else self.truth(node.default, wanted)
        for condition, value in reversed(node.branches):
            holds, fails, then = self.truth(condition, True), self.truth(condition, False), self.truth(value, wanted)
            agreed = NO if self._certain(condition) else every((then, rest))
            rest = some((every((holds, then)), every((fails, rest)), agreed))
        return rest

    def _counted(self, node: tree.AtLeast | tree.Points, wanted: bool) -> str:
        """How many parts surely hold, or what they are worth, against what is needed; for "surely not" those that may hold."""
        if isinstance(node, tree.AtLeast):
            total = f"count_of({', '.join(self._counting(part, wanted) for part in node.parts)})"
        else:
            total = " + ".join(self._best(group, wanted) for group in node.groups)
        return as_wanted(f"(({total}) >= {self.value(node.needed)})", wanted)

    def _counting(self, part: Expression, wanted: bool) -> str:
        held = self.truth(part, True) if wanted else negated(self.truth(part, False))
        return {YES: "(1 > 0)", NO: "(1 < 0)"}.get(held, held)

    def _best(self, group: Sequence[tree.Award], wanted: bool) -> str:
        awards = [chosen(self._counting(award.condition, wanted), self.value(award.points), "0") for award in group]
        best = awards[0]
        for award in awards[1:]:
            best = f"np.maximum({best}, {award})"
        return best

    def _comparison(self, node: Expression, wanted: bool) -> str:
        """A comparison of values, taken as known."""
        match node:
            case tree.Compare():
                return self._compared(node.operator if wanted else OPPOSITE[node.operator], node.left, node.right)
            case tree.OneOf():
                return as_wanted(self._one_of(node.item, node.values), wanted)
            case tree.Contains(container=tree.FactRef(name=name)) if self.body(name) is None:
                return as_wanted(read(f"{name}.{node.member}"), wanted)
        raise InexpressibleError(reason_of(node))

    def _compared(self, sign: str, left: Expression, right: Expression) -> str:
        one, two = written_out(left), written_out(right)
        if one is not None and two is not None:
            return YES if COMPARISONS[sign](one.value, two.value) else NO
        if left.kind.name == "bool":
            flag = left if two is not None else right
            literal = two or one
            if literal is None:
                return f"({self.truth(left, True)} {SIGNS[sign]} {self.truth(right, True)})"
            return self.truth(flag, literal.value is (sign == "="))
        if left.kind.name in ("enum", "text"):
            return as_wanted(self._same_text(left, right), sign == "=")
        return f"({self.value(left)} {SIGNS[sign]} {self.value(right)})"

    def _one_of(self, item: Expression, values: Iterable[tree.Value]) -> str:
        if item.kind.name in ("enum", "text"):
            return self._text_in(item, [value for value in values if isinstance(value, str)])
        value = self.value(item)
        return some(f"({value} == {number(each)})" for each in values)

    # -- texts --------------------------------------------------------------------------------------------------------

    def _domain(self, node: Expression) -> list[str]:
        """The values that a text may take."""
        match node:
            case tree.Literal(value=value):
                return [] if value is None else [str(value)]
            case tree.FactRef(name=name):
                body = self.body(name)
                return list(self.texts[name]) if body is None else self._domain(body)
            case tree.Written(core=inner) | tree.ClauseOf(expression=inner) | tree.Named(expression=inner):
                return self._domain(inner)
            case tree.Case():
                parts = [value for _, value in node.branches] + ([] if node.default is None else [node.default])
                return list(dict.fromkeys(value for part in parts for value in self._domain(part)))
        raise InexpressibleError(f"a text of {type(node).__name__}")

    def _codes(self, node: Expression, values: Sequence[str]) -> str:
        """The positions of a text among some values."""
        match node:
            case tree.Literal(value=value):
                return str(values.index(str(value))) if value in values else "0"
            case tree.FactRef():
                own, codes = self._domain(node), f"codes({self._read(node)})"
                if own == list(values):
                    return codes
                moved = tuple(values.index(value) if value in values else -1 for value in own)
                return f"entry({moved!r}, {codes})"
            case tree.Written(core=inner) | tree.ClauseOf(expression=inner) | tree.Named(expression=inner):
                return self._codes(inner, values)
            case tree.Case():
                rest = "0" if node.default is None else self._codes(node.default, values)
                for condition, value in reversed(node.branches):
                    rest = chosen(self.truth(condition, True), self._codes(value, values), rest)
                return rest
        raise InexpressibleError(f"a text of {type(node).__name__}")

    def _text_in(self, item: Expression, values: Sequence[str]) -> str:
        domain = self._domain(item)
        wanted = tuple(sorted({domain.index(value) for value in values if value in domain}))
        if not wanted:
            return NO
        codes = self._codes(item, domain)
        if len(wanted) > FEW:
            return f"among({wanted!r}, {codes})"
        return some(f"({codes} == {code})" for code in wanted)

    def _same_text(self, left: Expression, right: Expression) -> str:
        one, two = written_out(left), written_out(right)
        if one is not None or two is not None:
            item, literal = (right, one) if one is not None else (left, two)
            assert literal is not None
            return self._text_in(item, [str(literal.value)])
        both = list(dict.fromkeys([*self._domain(left), *self._domain(right)]))
        return f"({self._codes(left, both)} == {self._codes(right, both)})"

    # -- numbers and dates --------------------------------------------------------------------------------------------

    def value(self, node: Expression) -> str:
        """A number or a date; where it is not known, anything."""
        match node:
            case tree.Literal():
                return nothing(node.kind) if node.value is None else number(node.value)
            case tree.FactRef():
                return self._read(node)
            case tree.Named() if self._amounts_of is not None:
                return read(self._amount(self._amounts_of, node.name))
            case tree.Named() | tree.ClauseOf() | tree.GroupOf():
                return self.value(node.expression)
            case tree.Written():
                return self.value(node.core)
            case tree.AmountOf():
                return self._amount_of(node)
            case tree.Case():
                return self._chosen_value(node)
            case tree.Size(container=tree.FactRef(name=name, kind=kind)) if self.body(name) is None:
                return f"count_of({', '.join(read(f'{name}.{value}') for value in kind.values)})"
            case tree.Round(divisor=divisor):
                by = "1" if divisor is None else self.value(divisor)
                inner = self.value(node.value) if by == "1" else f"({self.value(node.value)} / {by})"
                return f"round_{node.mode}({inner}, {node.places})"
            case tree.Progressive():
                bands = tuple((float(band.over), float(band.rate)) for band in node.table)  # type: ignore[union-attr]
                return f"scale({bands!r}).calc(np.maximum({self.value(node.value)}, 0))"
        return self._worked_out(node)

    def _worked_out(self, node: Expression) -> str:
        """The nodes whose parts are all numbers and dates."""
        parts = [self.value(part) for part in tree.children(node)]
        match node:
            case tree.Arithmetic():
                return f"({parts[0]} {node.operator} {parts[1]})"
            case tree.Extreme():
                least = parts[0]
                for part in parts[1:]:
                    least = f"np.{'maximum' if node.greatest else 'minimum'}({least}, {part})"
                return least
            case tree.Shift():
                return f"add_{node.unit}({', '.join(parts)})"
            case tree.Span():
                return f"{node.unit}_between({', '.join(parts)})"
            case tree.DatePart():
                return f"{node.part}_of({parts[0]})"
            case tree.DateOf():
                return f"date_of({', '.join(parts)})"
        raise InexpressibleError(reason_of(node))

    def _amount_of(self, node: tree.AmountOf) -> str:
        if node.amount not in self.book.ruling(node.provision).amounts:
            return nothing(node.kind)
        amount = read(self._amount(node.provision, node.amount))
        otherwise = nothing(node.kind) if node.otherwise is None else self.value(node.otherwise)
        if otherwise == nothing(node.kind):
            return amount
        return chosen(self._read_truth(self._standing(node.provision)), amount, otherwise)

    def _chosen_value(self, node: tree.Case) -> str:
        key = key_of(node)
        if key is not None and written_out(key) is None:
            return self._looked_up(node, key)
        rest = nothing(node.kind) if node.default is None else self.value(node.default)
        for condition, value in reversed(node.branches):
            rest = chosen(self.truth(condition, True), self.value(value), rest)
        return rest

    def _looked_up(self, node: tree.Case, key: Expression) -> str:
        """A table by key, as arrays are looked up: by the code of a text, by the place of a number among the keys."""
        entries = entries_of(node)
        if key.kind.name in ("enum", "text"):
            domain = self._domain(key)
            held = tuple(plain(entries.get(value)) for value in domain)
            return f"entry({held!r}, {self._codes(key, domain)})"
        numbers = {plain(name): plain(value) for name, value in sorted(entries.items())}
        return f"entry_of({tuple(numbers)!r}, {tuple(numbers.values())!r}, {self.value(key)})"

    # -- what the law itself knows ------------------------------------------------------------------------------------

    def _certain(self, node: Expression) -> bool:
        """Whether a value is always known, all facts being known."""
        found = self._sure.get(id(node))
        if found is None:
            found = self._sure[id(node)] = self._is_certain(node)
        return found

    def _is_certain(self, node: Expression) -> bool:
        match node:
            case tree.MetBy():
                return self._certain(self.book.ruling(node.provision).standing)
            case tree.FactRef():
                body = self.body(node.name)
                return body is None or self._certain(body)
        if node.kind.name == "bool" and isinstance(node, LOGIC):
            without_end = isinstance(node, tree.Case) and node.default is None
            return not without_end and all(self._certain(part) for part in tree.children(node))
        return self.known(node) == YES

    def known(self, node: Expression) -> str:
        """Where a value is known, all facts being known."""
        found = self._known.get(id(node))
        if found is None:
            found = self._known[id(node)] = self._known_of(node)
        return found

    def _known_of(self, node: Expression) -> str:
        match node:
            case tree.Literal():
                return NO if node.value is None else YES
            case tree.FactRef():
                body = self.body(node.name)
                return YES if body is None else self.known(body)
            case tree.MetBy():
                return YES if self._certain(node) else some((self.truth(node, True), self.truth(node, False)))
            case tree.AmountOf():
                return self._known_amount(node)
            case tree.Case() if node.kind.name != "bool":
                return self._known_choice(node)
            case tree.Round(divisor=divisor) if divisor is not None:
                there = every((self.known(node.value), self.known(divisor)))
                return there if written_out(divisor) else every((there, f"({self.value(divisor)} != 0)"))
            case tree.DateOf():
                there = every(self.known(part) for part in tree.children(node))
                return (
                    there
                    if always_a_day(node)
                    else every((there, self._worked_out(node).replace("date_of", "is_day", 1)))
                )
        if isinstance(node, LOGIC):
            return YES if self._certain(node) else some((self.truth(node, True), self.truth(node, False)))
        parts = every(self.known(part) for part in tree.children(node))
        return parts if parts == YES or isinstance(node, tree.STRICT) else NO

    def _known_amount(self, node: tree.AmountOf) -> str:
        ruling = self.book.ruling(node.provision)
        held = self.known(ruling.amounts[node.amount][1]) if node.amount in ruling.amounts else NO
        met, unmet = (self.truth(tree.MetBy(node.provision), wanted) for wanted in (True, False))
        otherwise = NO if node.otherwise is None else self.known(node.otherwise)
        if held == otherwise == YES and self._certain(tree.MetBy(node.provision)):
            return YES
        return some((every((met, held)), every((unmet, otherwise))))

    def _known_choice(self, node: tree.Case) -> str:
        key = key_of(node)
        if key is not None and written_out(key) is None:
            there = tuple(name for name, value in entries_of(node).items() if value is not None)
            every_one = key.kind.name in ("enum", "text") and set(self._domain(key)) <= set(there)
            return every((self.known(key), YES if every_one else self._one_of(key, there)))
        rest = NO if node.default is None else self.known(node.default)
        for condition, value in reversed(node.branches):
            holds, then = self.truth(condition, True), self.known(value)
            if not (then == rest and self._certain(condition)):
                rest = some((every((holds, then)), every((self.truth(condition, False), rest))))
        return rest
