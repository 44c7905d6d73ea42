"""The schema as the page tells it."""

from __future__ import annotations

from typing import Any

from attrs import frozen
from django.urls import reverse

from huanliu.portal.api.door import api

PREFIX = "#/components/schemas/"


@frozen
class Part:
    """A field or a parameter."""

    name: str
    type: str
    needed: bool
    about: str


@frozen
class Operation:
    """One question that a machine may put."""

    id: str
    verb: str
    address: str
    about: str
    parts: tuple[Part, ...]
    codes: tuple[str, ...]


def rooms() -> dict[str, list[Operation]]:
    """The questions by room, in the order of the schema."""
    schema: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=reverse("v1:api-root")))
    found: dict[str, list[Operation]] = {}
    for address, verbs in schema["paths"].items():
        for verb, said in verbs.items():
            room = (said.get("tags") or ["law"])[0]
            found.setdefault(room, []).append(_operation(schema, address, verb, said))
    return found


def _operation(schema: dict[str, Any], address: str, verb: str, said: dict[str, Any]) -> Operation:
    parts = [
        Part(each["name"], _type(each["schema"]), bool(each.get("required")), each["schema"].get("description", ""))
        for each in said.get("parameters", [])
    ]
    bodies = [each["schema"] for each in said.get("requestBody", {}).get("content", {}).values()]
    shape = _shape(schema, bodies[0] if bodies else {})
    needed = shape.get("required", [])
    parts += [
        Part(name, _type(each), name in needed, each.get("description", ""))
        for name, each in shape.get("properties", {}).items()
    ]
    codes = tuple(str(code) for code in said["responses"])
    return Operation(said["operationId"], verb.upper(), address, said.get("description", ""), tuple(parts), codes)


def _shape(schema: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    name = found.get("$ref", "").removeprefix(PREFIX)
    shape: dict[str, Any] = schema["components"]["schemas"].get(name, found)
    return shape


def _type(said: dict[str, Any]) -> str:
    """A type in a few letters."""
    if "anyOf" in said:
        return " | ".join(_type(each) for each in said["anyOf"])
    if "enum" in said:
        return " | ".join(map(str, said["enum"]))
    if "$ref" in said:
        return str(said["$ref"]).removeprefix(PREFIX)
    if said.get("type") == "array":
        return f"[{_type(said.get('items', {}))}]"
    return str(said.get("format") or said.get("type") or "any")
