"""What several formulas ask becomes a variable of its own, as a careful author would write it: OpenFisca then works it out once.

Formulas are looked at as one graph: parts that read the same are one node, and a condition with more than one node above it is
shared. Numbers are left alone: in the law they already have names.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping

from openfisca_text import read
from openfisca_writer import Formula

TRUTHS = (ast.BitAnd, ast.BitOr)


class Shared:
    """The formulas with what they share taken out: `formulas` holds both."""

    def __init__(self, formulas: Mapping[str, Formula]) -> None:
        self._numbers: dict[tuple[object, ...], int] = {}
        self._of: dict[int, int] = {}
        self._above: Counter[int] = Counter()
        self._names: dict[int, str] = {}
        self.formulas: dict[str, Formula] = {}
        trees = {name: ast.parse(formula.text, mode="eval").body for name, formula in formulas.items()}
        for root in trees.values():
            self._above[self._number(root)] += 1
        for name, root in trees.items():
            self.formulas[name] = Formula(self._text(root), formulas[name].kind, formulas[name].values)

    def _number(self, node: ast.AST) -> int:
        """The number of a node: equal for what reads the same. Parts are counted once below each different node."""
        parts = tuple(self._number(part) for part in _parts(node))
        key = (type(node).__name__, _own(node), *parts)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._numbers)
            self._above.update(parts)
        self._of[id(node)] = number
        return number

    def _text(self, root: ast.expr) -> str:
        return ast.unparse(_Rewritten(self).visit(root))

    def name_of(self, node: ast.expr) -> str | None:
        """The variable that a node has become."""
        number = self._of[id(node)]
        if number not in self._names:
            if self._above[number] < 2 or not _is_truth(node):
                return None
            self._names[number] = f"shared_{len(self._names)}"
            inner = ast.unparse(_Rewritten(self).generic_visit(node))
            self.formulas[self._names[number]] = Formula(inner, "bool")
        return self._names[number]


class _Rewritten(ast.NodeTransformer):
    """A formula with reads in place of what is shared."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared

    def visit(self, node: ast.AST) -> ast.AST:
        name = self.shared.name_of(node) if isinstance(node, ast.expr) and id(node) in self.shared._of else None
        if name is not None:
            return ast.parse(read(name), mode="eval").body
        rewritten: ast.AST = self.generic_visit(node)
        return rewritten


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    yield from ast.iter_child_nodes(node)


def _own(node: ast.AST) -> object:
    """What a node says itself: a name, a constant."""
    if isinstance(node, ast.Constant):
        return (type(node.value).__name__, node.value)
    return getattr(node, "id", None) or getattr(node, "attr", None)


def _is_truth(node: ast.expr) -> bool:
    match node:
        case ast.BinOp(op=op):
            return isinstance(op, TRUTHS)
        case ast.UnaryOp(op=op):
            return isinstance(op, ast.Invert)
        case ast.Call(func=ast.Name(id=name)):
            return name == "among"
    return isinstance(node, ast.Compare)
