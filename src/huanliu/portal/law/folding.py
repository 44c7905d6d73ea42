"""What is compared when somebody searches: a folded copy of every text, its words and its pairs of Chinese characters.

Folding: composed characters (NFC), simplified script, small letters. Nothing folded is ever shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from huanliu.base.document import read_document
from huanliu.base.traditional import to_simplified

RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[a-z0-9]+")
# Words that say nothing about what is looked for.
EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "for",
        "from",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "may",
        "my",
        "of",
        "on",
        "or",
        "that",
        "the",
        "this",
        "to",
        "what",
        "who",
        "with",
        # And in Portuguese; `n` is what is left of n.º.
        "da",
        "das",
        "de",
        "do",
        "dos",
        "e",
        "em",
        "n",
        "na",
        "no",
        "o",
        "os",
        "para",
        "por",
    ]
)
PLURALS = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", ""))
SHORTEST_PLURAL = 4


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """A text as it is compared."""
    simple = to_simplified(unicodedata.normalize("NFC", text))
    plain = unicodedata.normalize("NFD", simple.lower())
    return unicodedata.normalize("NFC", "".join(c for c in plain if not unicodedata.combining(c)))


def is_han(run: str) -> bool:
    """Whether a run is of Chinese characters."""
    return run[0] >= "\u3400"


def runs(text: str) -> list[str]:
    """The words and the unbroken rows of Chinese characters of a folded text."""
    return RUN.findall(text)


def stem(word: str) -> str:
    """An English word without its plural ending."""
    if len(word) >= SHORTEST_PLURAL and not word.endswith("ss"):
        for ending, instead in PLURALS:
            if word.endswith(ending):
                return word.removesuffix(ending) + instead
    return word


def pairs(run: str) -> list[str]:
    """A row of characters in twos; a lone character stands for itself."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    read = read_document(Path(__file__).parent / "synonyms.yaml", "synonyms.yaml").plain()["groups"]
    return {word if is_han(word) else stem(word): tuple(group) for group in read for word in group}


def alternatives(run: str) -> tuple[str, ...]:
    """Other words for the same: of a word, or of what a row of Chinese characters holds."""
    if not is_han(run):
        return tuple(word for word in _groups().get(stem(run), ()) if word != run)
    held = [(word, group) for word, group in _groups().items() if len(word) > 1 and is_han(word) and word in run]
    others = [run.replace(word, other) for word, group in held for other in group if is_han(other) and other != word]
    return tuple(dict.fromkeys(others))


def grams(run: str) -> list[str]:
    """What a run is found by: a word by its stem, Chinese by its pairs and its single characters."""
    return [*pairs(run), *run] if is_han(run) else [stem(run)]
