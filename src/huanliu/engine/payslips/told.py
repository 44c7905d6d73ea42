"""What somebody tells about pay, as text: rates between currencies, a range of pay."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from huanliu.base.money import CURRENCIES
from huanliu.errors import SubjectError

RATE = re.compile(r"([A-Z]{3})/([A-Z]{3})=(\d{1,6}(?:\.\d{1,8})?)")
RANGE = re.compile(r"(\d{1,12})\.\.(\d{1,12})")


def read_rates(texts: Sequence[str]) -> dict[tuple[str, str], Decimal]:
    """Rates as told: HKD/CNY=0.92 is what one Hong Kong dollar is in renminbi; the way back follows."""
    rates: dict[tuple[str, str], Decimal] = {}
    for text in texts:
        found = RATE.fullmatch(text)
        if found is None or not {found[1], found[2]} <= set(CURRENCIES) or Decimal(found[3]) == 0:
            raise SubjectError(f"the rate {text[:40]!r} cannot be read", found=text[:40], hint="write HKD/CNY=0.92")
        rate = Decimal(found[3])
        rates[found[1], found[2]] = rate
        rates.setdefault((found[2], found[1]), 1 / rate)
    return rates


def read_range(text: str) -> tuple[Decimal, Decimal]:
    """A range of pay: 0..3000000."""
    found = RANGE.fullmatch(text)
    if found is None or int(found[1]) >= int(found[2]):
        raise SubjectError(f"the range {text[:40]!r} cannot be read", found=text[:40], hint="write 0..3000000")
    return Decimal(found[1]), Decimal(found[2])
