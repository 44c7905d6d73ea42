"""Money: exact decimals of one currency, never finer than its smallest unit when it is given or shown."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

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

_AMOUNT = re.compile(r"^\s*([A-Z]{3})?\s*(-?[\d,]+(?:\.\d+)?)\s*([A-Z]{3})?\s*$")


def parse(text: str) -> tuple[Decimal, str | None]:
    """Read '2500000', '2,500,000.50' or '2500000 HKD' as (amount, currency or None); ValueError where it is neither."""
    match = _AMOUNT.match(text) if len(text) <= 40 else None
    if match is None or (match[1] and match[3]):
        raise ValueError("an amount such as 2500000 or '2500000 HKD'")
    try:
        return Decimal(match[2].replace(",", "")), match[1] or match[3]
    except InvalidOperation as error:
        raise ValueError("an amount such as 2500000 or '2500000 HKD'") from error


def plain(value: Decimal | int) -> str:
    """A number as decimal text, without an exponent and without needless zeros: 55500, 0.15, 102080.5."""
    number = Decimal(value)
    if number == number.to_integral_value():
        return str(number.quantize(Decimal(1)))
    return format(number.normalize(), "f")


def grouped(value: Decimal | int) -> str:
    """A number with thousands grouped: 2,500,000 or 97,920.35."""
    number = Decimal(value)
    whole = number == number.to_integral_value()
    return format(number.quantize(Decimal(1)) if whole else number.normalize(), ",f")
