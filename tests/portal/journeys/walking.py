"""Somebody who answers whatever is asked, at random: what the form of a question lets one say."""

from __future__ import annotations

import html
import random
import re
from collections import defaultdict
from typing import Any

FORM = re.compile(r'<form method="post" action="([^"]*/answer/[^"]*)".*?</form>', re.DOTALL)
CHOICE = re.compile(r'<input type="(radio|checkbox)" name="([^"]+)" value="([^"]*)"')
SELECT = re.compile(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
OPTION = re.compile(r'<option value="([^"]+)"')
DATE = re.compile(r'name="([^"]+)-day" inputmode')
TYPED = re.compile(r'<input id="[^"]+" name="([^"]+)" value="[^"]*" autocomplete="off"( inputmode)?')
NUMBERS = (0, 1, 2, 3, 5, 10, 18, 22, 30, 40, 60, 100)
STAY = {"stays": "1", "s0-first": "2026-01-01", "s0-last": "2026-06-01", "s0-place": "hk"}
SILENT = 0.12


def reply(page: str, rng: random.Random) -> tuple[str, dict[str, Any]]:
    """Where a question is answered, and an answer to it; now and then that it is not known."""
    form = FORM.search(page)
    assert form, "there is no question"
    body, action = form[0], form[1]
    if rng.random() < SILENT:
        return action, {"skip": "1"}
    if 'name="stays"' in body:
        return action, dict(STAY)
    data = {"members": "1"} if 'name="members"' in body else {}
    return action, data | _chosen(body, rng) | _dates(body, rng) | _typed(body, rng)


def _chosen(body: str, rng: random.Random) -> dict[str, Any]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind, name, value in CHOICE.findall(body):
        found[kind, name].append(value)
    picked: dict[str, Any] = {name: [rng.choice(values)] for (_, name), values in found.items()}
    return picked | {name: rng.choice(OPTION.findall(inner)) for name, inner in SELECT.findall(body)}


def _dates(body: str, rng: random.Random) -> dict[str, str]:
    parts = (("day", 1, 28), ("month", 1, 12), ("year", 1985, 2027))
    return {f"{name}-{part}": str(rng.randint(low, high)) for name in DATE.findall(body) for part, low, high in parts}


def _typed(body: str, rng: random.Random) -> dict[str, str]:
    listed = [html.unescape(value) for value in re.findall(r'<option value="([^"]*)"></option>', body)]
    return {
        name: str(rng.choice(NUMBERS)) if number else rng.choice(listed or ["something"])
        for name, number in TYPED.findall(body)
        if not name.endswith(("-day", "-month", "-year"))
    }
