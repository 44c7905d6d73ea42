"""docs/law.md, the page for legal officers, keeps up with the checker and the format."""

from __future__ import annotations

from pathlib import Path

from huanliu.law.lint import RULES
from huanliu.law.model import CONFIDENCE

PAGE = (Path(__file__).parents[2] / "docs" / "law.md").read_text("utf-8")


def test_it_explains_every_rule_of_the_checker() -> None:
    assert [rule for rule in (*RULES, "unreachable") if f"[{rule}]" not in PAGE] == []


def test_it_explains_every_word_of_doubt() -> None:
    words = [f"confidence: {word}" for word in CONFIDENCE]
    words += ["verified: false", "known_until", "status: proposal", "discretion", "null", "from_approx", "verified_on"]
    assert [word for word in words if word not in PAGE] == []
