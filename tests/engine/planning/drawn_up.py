"""Plans over the small law with a journey and provisions tried out."""

from __future__ import annotations

import datetime
from typing import Any

from huanliu.engine.bay import compile_law
from huanliu.engine.planning.making import make_plan
from huanliu.engine.planning.plan import Plan
from huanliu.law.library import packs_folder
from tests.small import provision, small_law

ON = "2026-06-01"
HEAD = "id: journey.tried\ntitle: {en: Tried, zh-Hans: 试}\ntasks:\n"
# The small vocabulary with what a row says of a member in the words of a person.
FACTS = """
facts:
  - {name: person.months_here, type: int, unit: months, changeable: slowly, sensitivity: none, label: {en: months here, zh-Hans: 居住月数}, asks: {en: For how many months?, zh-Hans: 多少个月？}}
  - {name: person.filed_on, type: date, changeable: choice, sensitivity: none, label: {en: day of filing, zh-Hans: 递交日}, asks: {en: When?, zh-Hans: 何时？}}
  - {name: person.family.comes, type: bool, changeable: choice, sensitivity: none, label: {en: comes along, zh-Hans: 随行}, asks: {en: Do they come?, zh-Hans: 是否随行？}}
  - {name: person.family.wed, own: person.married, type: bool, changeable: choice, sensitivity: none, label: {en: wed, zh-Hans: 已婚}, asks: {en: Are they wed?, zh-Hans: 其已婚吗？}}
definitions:
  - {name: person.family.years, own: person.age, sql: age, label: {en: years, zh-Hans: 岁}}
"""


def drawn_up(tasks: str, facts: dict[str, Any], start: str | None = None, **provisions: str) -> Plan:
    """The plan of a journey of these tasks for these facts of a person; provisions are given by their keys."""
    folder = packs_folder() / "words"
    spoken = {f"words/{name}.yaml": (folder / f"{name}.yaml").read_text("utf-8") for name in ("explanations", "plan")}
    files = {f"town/{name}.yaml": provision(text) for name, text in provisions.items()}
    spoken["words/words.yaml"] = spoken.pop("words/explanations.yaml")
    law = small_law({"journeys/tried.yaml": HEAD + tasks, "facts/more.yaml": FACTS, **spoken, **files})
    bay = compile_law(law)
    known = {f"person.{name}": value for name, value in facts.items()}
    day = None if start is None else datetime.date.fromisoformat(start)
    return make_plan(bay.law.journeys["journey.tried"], bay.situation(known, ON), day)
