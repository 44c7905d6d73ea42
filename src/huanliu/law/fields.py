"""Reading a mapping of a pack key by key: each key once, each with its type, none left over."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, NoReturn

from huanliu.base.document import Node
from huanliu.base.fixed import Fixed
from huanliu.base.language import Text
from huanliu.errors import PackError, Place, nearest

TEXT_KEYS = ("en", "zh-Hans", "zh-Hant")


def fail(message: str, place: Place, hint: str | None = None, **parts: Any) -> NoReturn:
    """Refuse the pack at a place."""
    raise PackError(message, place=place, hint=hint, **parts)


def kind_of(node: Node) -> str:
    """How an error calls the value that came."""
    value = node.value
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else f"{str(value)[:60]!r}"


class Fields:
    """The keys of one mapping; `done` refuses those that nobody asked for."""

    def __init__(self, node: Node, what: str) -> None:
        if not isinstance(node.value, dict):
            fail(f"{what} must be a mapping, found {kind_of(node)}", node.place)
        self.node, self.what, self.place = node, what, node.place
        self._values: dict[str, Node] = node.value
        self._asked: set[str] = set()

    def get(self, key: str) -> Node | None:
        """The value of a key, None where it is left out or null."""
        self._asked.add(key)
        node = self._values.get(key)
        return None if node is None or node.value is None else node

    def need(self, key: str) -> Node:
        """The value of a key that must be there."""
        node = self.get(key)
        if node is None:
            fail(f"{self.what} has no {key!r}", self.place, hint=f"add {key}:", expected=key)
        return node

    def has(self, key: str) -> bool:
        """Whether the key is written at all, be it with null."""
        self._asked.add(key)
        return key in self._values

    def place_of(self, key: str) -> Place:
        """Where the key's value stands."""
        node = self._values.get(key)
        return node.place if node else self.place

    def string(self, key: str, default: str | None = None) -> str | None:
        """A text, or the default."""
        node = self.get(key)
        if node is None:
            return default
        return scalar_text(node, f"{key} of {self.what}")

    def one_of(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """A text out of a closed list."""
        value = self.string(key, default)
        if value not in allowed:
            fail(
                f"{key} of {self.what} is {value!r}, expected one of {', '.join(allowed)}",
                self.place_of(key),
                nearest(str(value), allowed),
                found=value,
                expected=allowed,
            )
        return value

    def flag(self, key: str, default: bool) -> bool:
        """true or false, or the default."""
        node = self.get(key)
        if node is None:
            return default
        if not isinstance(node.value, bool):
            fail(f"{key} of {self.what} must be true or false, found {kind_of(node)}", node.place)
        return node.value

    def date(self, key: str) -> datetime.date | None:
        """A day, None where it is left out or null."""
        node = self.get(key)
        if node is None:
            return None
        if not isinstance(node.value, datetime.date):
            fail(f"{key} of {self.what} must be a date, found {kind_of(node)}", node.place, "write 2026-11-20")
        return node.value

    def whole(self, key: str) -> int | None:
        """A whole number, None where it is left out or null."""
        node = self.get(key)
        if node is None:
            return None
        if not isinstance(node.value, int) or isinstance(node.value, bool):
            fail(f"{key} of {self.what} must be a whole number, found {kind_of(node)}", node.place)
        return node.value

    def number(self, key: str) -> Decimal | None:
        """An exact number, None where it is left out or null."""
        node = self.get(key)
        if node is None:
            return None
        if isinstance(node.value, bool) or not isinstance(node.value, (int, Decimal)):
            fail(f"{key} of {self.what} must be a number, found {kind_of(node)}", node.place)
        return Decimal(node.value)

    def words(self) -> Text | None:
        """The texts that stand among the other keys as en, zh-Hans and zh-Hant; None without English."""
        english, simplified, traditional = (self.string(lang) for lang in ("en", "zh-Hans", "zh-Hant"))
        return None if english is None else Text(english, simplified, traditional)

    def items(self, key: str) -> list[Node]:
        """The entries of a list; empty where it is left out or null."""
        node = self.get(key)
        if node is None:
            return []
        if not isinstance(node.value, list):
            fail(f"{key} of {self.what} must be a list, found {kind_of(node)}", node.place)
        return node.value

    def pairs(self, key: str) -> list[tuple[str, Node]]:
        """The entries of a mapping; empty where it is left out or null."""
        node = self.get(key)
        if node is None:
            return []
        if not isinstance(node.value, dict):
            fail(f"{key} of {self.what} must be a mapping, found {kind_of(node)}", node.place)
        return list(node.value.items())

    def entries(self) -> list[tuple[str, Node]]:
        """The whole mapping, key by key."""
        return list(self._values.items())

    def plain_mapping(self, key: str) -> Fixed[str, Any]:
        """A mapping as plain values; empty where it is left out or null."""
        node = self.get(key)
        if node is None:
            return Fixed()
        if not isinstance(node.value, dict):
            fail(f"{key} of {self.what} must be a mapping", node.place)
        return Fixed(node.plain())

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(scalar_text(item, f"{key} of {self.what}") for item in self.items(key))

    def text(self, key: str) -> Text | None:
        """A text in several languages."""
        node = self.get(key)
        return None if node is None else read_text_node(node, f"{key} of {self.what}")

    def texts(self, key: str) -> tuple[Text, ...]:
        """A list of texts in several languages."""
        return tuple(read_text_node(item, f"{key} of {self.what}") for item in self.items(key))

    def done(self) -> None:
        """Refuse keys that were not asked for: a misspelt key would otherwise be law that nobody reads."""
        for key in self._values.keys() - self._asked:
            fail(
                f"{self.what} has an unknown key {key!r}",
                self._values[key].place,
                nearest(key, self._asked) or f"known: {', '.join(sorted(self._asked))}",
                found=key,
                expected=tuple(sorted(self._asked)),
            )


def scalar_text(node: Node, what: str) -> str:
    """A scalar as text: years and numbers may stand without quotes."""
    value = node.value
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, datetime.date)):
        fail(f"{what} must be text, found {kind_of(node)}", node.place)
    return str(value)


def read_text_node(node: Node, what: str) -> Text:
    """{en: ..., zh-Hans: ..., zh-Hant: ...}, or a bare text, which counts as English."""
    if not isinstance(node.value, dict):
        return Text(scalar_text(node, what))
    fields = Fields(node, what)
    english = scalar_text(fields.need("en"), what)
    text = Text(english, fields.string("zh-Hans"), fields.string("zh-Hant"))
    fields.done()
    return text
