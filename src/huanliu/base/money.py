"""Money: exact decimals of one currency, never finer than its smallest unit when it is given or shown."""

from __future__ import annotations

import re
from decimal import Decimal

from attrs import frozen


@frozen
class Currency:
    """A currency: ISO 4217 code, how it is written in front of (en) or after (zh) a number, and its decimals."""

    code: str
    sign: str
    zh_hans: str
    digits: int = 2


CURRENCIES = {
    "HKD": Currency("HKD", "HK$", "港元"),
    "CNY": Currency("CNY", "CN¥", "元人民币"),
    "MOP": Currency("MOP", "MOP", "澳门元"),
    "USD": Currency("USD", "US$", "美元"),
}

SMALLEST = Decimal("0.01")

# A comma groups thousands and nothing else: '1,5' once came in as 15.
_AMOUNT = re.compile(r"\s*([A-Z]{3})?\s*(-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?)\s*([A-Z]{3})?\s*", re.ASCII)


def parse(text: str) -> tuple[Decimal, str | None]:
    """Read '2500000', '2,500,000.50' or '2500000 HKD' as (amount, currency or None); ValueError where it is neither."""
    match = _AMOUNT.fullmatch(text) if len(text) <= 40 else None
    if match is None or (match[1] and match[3]):
        raise ValueError("an amount such as 2500000 or '2500000 HKD'")
    return Decimal(match[2].replace(",", "")), match[1] or match[3]


def plain(value: Decimal | int) -> str:
    """A number as decimal text, without an exponent and without needless zeros: 55500, 0.15, 102080.5."""
    return _without_needless_zeros(format(Decimal(value), "f"))


def grouped(value: Decimal | int) -> str:
    """A number with thousands grouped: 2,500,000 or 97,920.35."""
    return _without_needless_zeros(format(Decimal(value), ",f"))


def _without_needless_zeros(text: str) -> str:
    # On the text, because quantize and normalize round to the context's 28 digits.
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def cents(value: Decimal | int) -> str:
    """An amount of money: whole without decimals, otherwise with two (or as many as it has)."""
    number = Decimal(value)
    text = grouped(number)
    _, _, decimals = text.partition(".")
    return f"{text}0" if len(decimals) == 1 else text
