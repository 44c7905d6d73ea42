"""Money in and out as text: exact at any size, never a guess about a comma."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huanliu.base.money import CURRENCIES, grouped, parse, plain

READ = {
    "2500000": ("2500000", None),
    "2,500,000.50": ("2500000.50", None),
    "2500000 HKD": ("2500000", "HKD"),
    "HKD 2,500": ("2500", "HKD"),
    " 12 ": ("12", None),
    "-3.5": ("-3.5", None),
    "1 XYZ": ("1", "XYZ"),
}
REFUSED = (
    "",
    "1,5",
    "1,2,3",
    "12,34",
    ",100",
    "1.5.5",
    "HKD",
    "HKD 1 HKD",
    "1e5",
    "NaN",
    "inf",
    "٣",
    "-",
    "1 hkd",
    "9" * 41,
)
WRITTEN = {"55500": "55,500", "0.15": "0.15", "1000000": "1,000,000", "-1234.5": "-1,234.5", "0": "0"}


@pytest.mark.parametrize("text", READ)
def test_an_amount_is_read_with_its_currency(text: str) -> None:
    assert parse(text) == (Decimal(READ[text][0]), READ[text][1])


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="an amount such as"):
        parse(text)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_number_is_written_without_needless_zeros(text: str) -> None:
    for spelling in (Decimal(text), Decimal(text + ("0" if "." in text else ".00"))):
        assert plain(spelling) == text
        assert grouped(spelling) == WRITTEN[text]


def test_no_exponent_and_no_negative_nothing() -> None:
    assert plain(Decimal("1E+3")) == "1000"
    assert plain(Decimal("1E-7")) == "0.0000001"
    assert plain(Decimal("-0.00")) == grouped(Decimal("-0.00")) == "0"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=8, min_value=-(10**40), max_value=10**40))
def test_what_is_written_is_exactly_the_number(number: Decimal) -> None:
    assert Decimal(plain(number)) == number
    assert Decimal(grouped(number).replace(",", "")) == number


def test_every_currency_has_its_own_code() -> None:
    assert all(code == currency.code for code, currency in CURRENCIES.items())
