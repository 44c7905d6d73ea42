"""Accounts: line by line, with what is not known, and places side by side."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from huanliu.engine.payslips.account import Account, fill
from huanliu.engine.payslips.compare import compare, find_payslips, table
from huanliu.errors import UnknownNameError
from tests.small import small_bay

ON = "2025-06-01"
TOWN = small_bay().law.payslips["payslip.town"]


def filled(pay: int | None = None, **facts: Any) -> Account:
    at = small_bay().situation({f"person.{name}": value for name, value in facts.items()}, ON)
    return fill(TOWN, at, None if pay is None else Decimal(pay))


def amounts(account: Account) -> dict[str, Decimal | None]:
    return {line.entry.id: line.amount for line in account.lines}


def test_lines_are_added_up_by_their_signs() -> None:
    account = filled(income=50_000)
    assert amounts(account) == {"gross": 50_000, "tax": 1_000, "toll": 0, "grant": 0, "shown": Decimal("2000.50")}
    assert (account.gross, account.net, account.known_net) == (50_000, 49_000, 49_000)


def test_what_nobody_states_counts_as_none_and_is_said() -> None:
    assert filled(income=50_000).assumed == {"person.married": False}
    married = filled(income=50_000, married=True)
    assert (married.assumed, amounts(married)["grant"]) == ({}, 1_200)


def test_what_the_subject_states_comes_before_what_the_payslip_works_out() -> None:
    assert amounts(filled(income=50_000, score=55))["grant"] == 1_200


def test_what_living_there_makes_true_comes_before_what_the_subject_said_of_elsewhere() -> None:
    assert amounts(filled(income=50_000, city="mo"))["tax"] == 1_000


def test_pay_may_be_tried_out_without_touching_the_subject() -> None:
    assert (filled(100_000, income=1).net, filled(income=1).gross) == (Decimal("95400"), 1)


def test_a_line_that_is_not_known_leaves_the_whole_unknown_and_says_what_it_lacks() -> None:
    account = filled()
    assert (account.gross, account.net) == (None, None)
    assert {line.entry.id: line.missing for line in account.unknown}["tax"] == ("person.income",)
    assert "tax" in account.plain()["not_known"]


def test_places_stand_in_the_order_of_what_is_left() -> None:
    bay = small_bay()
    at = bay.situation({"person.income": 50_000}, ON)
    one, other = compare(bay.law.payslips.values(), at, {("HKD", "CNY"): Decimal("0.92")})
    assert [account.payslip.id for account in (one, other)] == ["payslip.far", "payslip.town"]
    assert one.gross == 46_000
    without = compare(bay.law.payslips.values(), at, {})
    assert [account.payslip.id for account in without] == ["payslip.town", "payslip.far"]
    assert without[1].net is None


def test_a_table_has_a_row_for_each_line_with_its_provision() -> None:
    rows = table([filled(income=50_000)], "zh-Hans")
    assert [row["line"] for row in rows] == ["gross", "tax", "toll", "grant", "shown"]
    assert (rows[1]["title"], rows[1]["amount"], rows[1]["provision"]) == ("市镇税", "1000", "town.tax")


def test_payslips_are_found_with_or_without_their_prefix() -> None:
    payslips = small_bay().law.payslips
    assert find_payslips(payslips, ["town", "payslip.far"]) == [TOWN, payslips["payslip.far"]]
    assert len(find_payslips(payslips, [])) == 2
    with pytest.raises(UnknownNameError, match=r"did you mean payslip\.town"):
        find_payslips(payslips, ["twon"])
