"""Reforms: an overlay file of changed and new law. It makes another law beside the one in force and never touches it.

```yaml
title: {en: A lower income floor, zh-Hans: 降低收入下限}
changes:
  hk.ttps.a:
    parameters: {income_floor: {values: [{from: 2027-01-01, value: 2000000}]}}
    versions: [{from: 2027-01-01, change: {en: ..., zh-Hans: ...}, when: {...}}]
provisions: {hk.ttps.d: {...a whole provision file...}}
parameters: {shared_name: {values: [...]}}
```

A value or version with the same first day replaces the old one; others are added. Any other key replaces the old key.
"""

from __future__ import annotations

from huanliu.base.document import Node
from huanliu.base.language import Text
from huanliu.errors import nearest
from huanliu.law.fields import Fields, fail, read_text_node

Files = dict[str, Node]


def reform_title(reform: Node) -> Text:
    """What the reform is called."""
    return read_text_node(Fields(reform, "a reform").need("title"), "title of a reform")


def overlay(files: Files, reform: Node) -> Files:
    """The files of a law with a reform laid over them; the given files stay as they are."""
    fields = Fields(reform, "a reform")
    fields.need("title"), fields.get("note")
    changed = dict(files)
    for identity, change in fields.pairs("changes"):
        name = _file_of(identity, files, change)
        changed[name] = _changed(files[name], change)
    for identity, provision in fields.pairs("provisions"):
        changed[_new_file(identity, files, provision)] = provision
    for parameter, change in fields.pairs("parameters"):
        name = _file_with(parameter, files, change)
        changed[name] = _changed(changed[name], _node({"parameters": _node({parameter: change}, change)}, change))
    fields.done()
    return changed


def _node(value: dict[str, Node] | list[Node], like: Node) -> Node:
    return Node(value, like.place)


def _file_of(identity: str, files: Files, change: Node) -> str:
    name = identity.replace(".", "/") + ".yaml"
    if name not in files:
        known = [file.removesuffix(".yaml").replace("/", ".") for file in files]
        fail(f"the reform changes {identity!r}, which is no provision", change.place, nearest(identity, known))
    return name


def _new_file(identity: str, files: Files, provision: Node) -> str:
    name = identity.replace(".", "/") + ".yaml"
    if name in files:
        fail(f"the reform adds {identity!r}, which is there already", provision.place, "put it under changes")
    return name


def _file_with(parameter: str, files: Files, change: Node) -> str:
    for name, node in files.items():
        if name.startswith("parameters/") and isinstance(node.value, dict):
            held = node.value.get("parameters")
            if held is not None and isinstance(held.value, dict) and parameter in held.value:
                return name
    return fail(f"the reform changes the shared parameter {parameter!r}, which is not there", change.place)


def _changed(before: Node, change: Node) -> Node:
    if not isinstance(before.value, dict) or not isinstance(change.value, dict):
        return change
    value = dict(before.value)
    for key, node in change.value.items():
        value[key] = _merged(key, value[key], node) if key in value else node
    return Node(value, before.place)


def _merged(key: str, before: Node, change: Node) -> Node:
    if key == "parameters" and isinstance(before.value, dict) and isinstance(change.value, dict):
        merged = {
            name: _changed(before.value[name], node) if name in before.value else node
            for name, node in change.value.items()
        }
        return Node({**before.value, **merged}, before.place)
    if key in ("values", "versions") and isinstance(before.value, list) and isinstance(change.value, list):
        return Node(_by_first_day(before.value, change.value), before.place)
    return change


def _by_first_day(before: list[Node], change: list[Node]) -> list[Node]:
    """Entries by their first day, the new ones in place of old ones of the same day."""
    replaced = {_first_day(node) for node in change}
    # Two old entries may begin on one day, as published on two; a reform of another day keeps both.
    kept = [node for node in before if _first_day(node) not in replaced]
    return sorted([*kept, *change], key=_first_day)


def _first_day(node: Node) -> str:
    start = node.value.get("from") if isinstance(node.value, dict) else None
    return str(start.value) if start is not None and start.value is not None else ""
