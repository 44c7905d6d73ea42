"""Huanliu (环流): the law of the Greater Bay Area as data, and an engine that never guesses."""

from huanliu.base.truth import Status
from huanliu.engine.bay import Bay, load
from huanliu.errors import HuanliuError

__all__ = ["Bay", "HuanliuError", "Status", "load"]
