"""A YAML file as plain data in which every value knows its place.

Only what law and subjects need is read: mappings with text keys, sequences, text, whole numbers, exact decimals, true and
false, null, ISO dates. Anchors, tags, repeated keys, deep or huge files are refused: an alias bomb of ten lines once cost
other systems their memory, and a repeated key silently lost its first value.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from attrs import frozen

from huanliu.errors import DocumentError, Place

MAX_BYTES = 4_000_000
MAX_DEPTH = 60
MAX_TEXT = 20_000
MAX_DIGITS = 40

Scalar = str | int | Decimal | bool | datetime.date | None


@frozen(eq=False)
class Node:
    """One value of a document: a mapping of nodes, a list of nodes, or a scalar."""

    value: dict[str, Node] | list[Node] | Scalar
    place: Place

    def plain(self) -> Any:
        """The value without places: dict, list or scalar."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


class _Loader(yaml.CSafeLoader):
    """The C parser with the scalars of YAML 1.2: `on`, `no`, `NO` and `12:30` are text."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|false|True|False", "tfTF"),
    ("null", r"~|null|Null|", "~nN\0"),
    ("timestamp", r"\d{4}-\d{2}-\d{2}", "0123456789"),
    ("int", r"[-+]?\d+", "-+0123456789"),
    (
        "float",
        r"[-+]?(\d+\.\d*|\.\d+|\d+(?=[eE]))([eE][-+]?\d+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        "-+.0123456789",
    ),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}",
        re.compile(rf"^(?:{_pattern})$", re.ASCII),
        ["" if c == "\0" else c for c in _first],
    )


def read_document(path: Path, name: str | None = None) -> Node:
    """Read a YAML file; `name` is what errors call it."""
    shown = name or str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError(
                f"the file has {path.stat().st_size:,} bytes, at most {MAX_BYTES:,} are read", place=Place(shown)
            )
        text = path.read_text("utf-8")
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise DocumentError(f"cannot read the file: {reason}", place=Place(shown), hint="check the path") from error
    except UnicodeDecodeError as error:
        raise DocumentError("the file is not UTF-8 text", place=Place(shown), hint="save it as UTF-8") from error
    return read_text(text, shown)


def read_text(text: str, name: str) -> Node:
    """Read YAML text; errors name the file, line and column."""
    if len(text) > MAX_BYTES:
        raise DocumentError(f"the text has {len(text):,} characters, at most {MAX_BYTES:,} are read", place=Place(name))
    try:
        _refuse_sharing_and_depth(text, name)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
        raise DocumentError(f"this is not YAML: {error.problem}", place=place, found=error.problem) from error
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise DocumentError(f"this is not YAML: {str(error)[:120]}", place=Place(name)) from error
    if node is None:
        raise DocumentError("the file is empty", place=Place(name), expected="a mapping")
    return _convert(node, name, text)


def node_of(value: Any, name: str) -> Node:
    """Plain values that came another way (JSON), as a document; what a document may not hold is refused."""
    return _node(value, Place(name), 0)


def _node(value: Any, place: Place, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise DocumentError(f"nested more than {MAX_DEPTH} deep", place=place)
    if isinstance(value, dict):
        return Node({str(key): _node(item, place, depth + 1) for key, item in value.items()}, place)
    if isinstance(value, list):
        return Node([_node(item, place, depth + 1) for item in value], place)
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise DocumentError(f"a text of {len(value):,} characters, at most {MAX_TEXT:,} are read", place=place)
    return Node(Decimal(repr(value)) if isinstance(value, float) else value, place)


def inside(place: Place, before: str) -> Place:
    """The place in a text that stands at `place`, right after its part `before`."""
    if not place.line or place.source is None:
        return Place(place.file, place.line, place.column + len(before) if place.line else 0)
    source, wanted = place.source, len("".join(before.split()))
    start = source.find("\n") + 1 if source[0] in "|>" else source[0] in "'\""
    # Folding changes white space alone, so the letters before are counted without it.
    letters = [position for position in range(start, len(source)) if not source[position].isspace()]
    position = letters[wanted] if wanted < len(letters) else len(source)
    line = source.count("\n", 0, position)
    column = position - source.rfind("\n", 0, position) if line else place.column + position
    return Place(place.file, place.line + line, column)


def _refuse_sharing_and_depth(text: str, name: str) -> None:
    depth = 0
    event: Any
    for event in yaml.parse(text, Loader=_Loader):
        mark = event.start_mark
        place = Place(name, mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise DocumentError("anchors and aliases are not read", place=place, hint="write the value out")
        if getattr(event, "tag", None):
            raise DocumentError(f"the tag {event.tag[:60]!r} is not read", place=place, hint="write plain values")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise DocumentError(f"nested more than {MAX_DEPTH} deep", place=place)


def _convert(node: Any, name: str, text: str) -> Node:
    place = Place(name, node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        return Node(dict(_pairs(node, name, text)), place)
    if isinstance(node, yaml.SequenceNode):
        return Node([_convert(item, name, text) for item in node.value], place)
    source = text[node.start_mark.index : node.end_mark.index]
    if source != node.value and source:
        place = Place(name, place.line, place.column, source)
    return Node(_scalar(node, place), place)


def _pairs(node: Any, name: str, text: str) -> Iterator[tuple[str, Node]]:
    seen: set[str] = set()
    for key, value in node.value:
        place = Place(name, key.start_mark.line + 1, key.start_mark.column + 1)
        if not isinstance(key, yaml.ScalarNode):
            raise DocumentError("a key must be text", place=place)
        if key.value in seen:
            raise DocumentError(f"the key {key.value[:80]!r} stands twice", place=place, found=key.value)
        seen.add(key.value)
        yield key.value, _convert(value, name, text)


def _scalar(node: Any, place: Place) -> Scalar:
    text: str = node.value
    tag: str = node.tag.removeprefix("tag:yaml.org,2002:")
    if len(text) > MAX_TEXT:
        raise DocumentError(f"a text of {len(text):,} characters, at most {MAX_TEXT:,} are read", place=place)
    match tag:
        case "str":
            return text
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int" | "float":
            return _number(text, tag, place)
        case "timestamp":
            return _date(text, place)
    raise DocumentError(f"{text[:60]!r} is not a plain value", place=place, hint="put it in quotes")


def _number(text: str, tag: str, place: Place) -> int | Decimal:
    if len(text) > MAX_DIGITS:
        raise DocumentError(f"a number of {len(text)} characters, at most {MAX_DIGITS} are read", place=place)
    if tag == "int":
        return int(text)
    number = None if text[-1] in "fFnN" else Decimal(text)
    # .inf and .nan, and 1e400, which is neither but no quantity of anything.
    if number is None or abs(number.adjusted()) > MAX_DIGITS:
        raise DocumentError(f"{text} is not a number that can be reckoned with", place=place, found=text)
    return number


def _date(text: str, place: Place) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise DocumentError(f"{text} is not a day of the calendar", place=place, found=text) from error
