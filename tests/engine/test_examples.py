"""Running worked examples: one that comes out otherwise says how, whatever it expects."""

from __future__ import annotations

import pytest

from huanliu.engine.bay import Bay, compile_law
from huanliu.engine.examples import run_examples
from tests.small import small_files, small_law


def law_with(name: str, before: str, after: str) -> Bay:
    text = small_files()[name].decode()
    assert text.count(before) == 1
    return compile_law(small_law({name: text.replace(before, after)}))


def test_the_examples_of_the_small_law_come_out(small: Bay) -> None:
    count, failures = run_examples(small)
    assert (count, failures) == (10, [])


PASS, TAX, SORTING, ROUTE = "town/pass.yaml", "town/tax.yaml", "town/sorting.yaml", "routes/to_town.yaml"
# file, what is replaced, by what, the words of the failure
FAILS = [
    (PASS, "status: met, amounts", "status: unmet, amounts", "status: expected unmet, came met"),
    (PASS, "person.barred: false}", "person.barred: true}", "status: expected met, came unmet (because "),
    (PASS, "person.income: 5000, person.barred", "person.barred", "came undetermined (missing person.income)"),
    (
        PASS,
        "stay_months: 36",
        "stay_months: 35",
        "amounts: expected {'stay_months': 35, 'fee': '775'}, came {'stay_months': '36'}",
    ),
    (PASS, "fee: '775'", "fee: null", "came {'fee': '775'}"),
    (PASS, "fee: '775'", "fees: '775'", "came {'fees': None}"),
    (PASS, "discretionary: true", "discretionary: false", "discretionary: expected False, came True"),
    (PASS, "discretionary: true", "missing: [person.age]", "missing: expected ['person.age'], came []"),
    (PASS, "discretionary: true", "open: true", "expects open, which is not checked here"),
    (
        PASS,
        "facts: {person.age: 30",
        "facts: {person.agee: 30",
        "unknown fact 'person.agee' (did you mean person.age?)",
    ),
    (PASS, "facts: {person.age: 30", "facts: {person.age: 300", "person.age is '300', expected between 0 and 150"),
    (TAX, "tax: 12500", "tax: 12,501", "amounts: expected"),
    (SORTING, "outcomes: [young]", "outcomes: [rich]", "outcomes: expected ['rich'], came ['young']"),
    (SORTING, "outcomes: [young]", "outcomes_open: [rich]", "outcomes_open: expected ['rich'], came []"),
    (ROUTE, "{open: true}", "{open: false}", "open: expected False, came met"),
    (ROUTE, "{open: true}", "{shut_step: 2}", "shut_step: expected 2, came None (undetermined None)"),
    (ROUTE, "{open: true}", "{undetermined_step: 1}", "undetermined_step: expected 1, came None"),
    (ROUTE, "{open: true}", "{status: met}", "expects status, which is not checked here"),
]


@pytest.mark.parametrize(("name", "before", "after", "words"), FAILS)
def test_an_example_that_comes_out_otherwise_says_how(name: str, before: str, after: str, words: str) -> None:
    _, failures = run_examples(law_with(name, before, after))
    assert words in " ".join(map(str, failures))
    assert all(str(failure).startswith(f"small/{name}:") for failure in failures)


def test_only_the_examples_chosen_are_run(small: Bay) -> None:
    assert run_examples(small, {"town.pass"}) == (1, [])
    assert run_examples(small, {"chain.to_town"}) == (1, [])
