"""Checking a law: every lint, every example, and a proof that somebody can meet each provision."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from huanliu.engine.bay import Bay
from huanliu.engine.examples import Failure, run_examples
from huanliu.law.lint import Remark, dangling, lint


@frozen
class Checked:
    """What a check found. `ahead` are ids named as next steps that are not encoded yet; they are no fault."""

    owners: int
    examples: int
    failures: tuple[Failure, ...]
    remarks: tuple[Remark, ...]
    ahead: dict[str, list[str]]

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.failures and not self.remarks

    def plain(self) -> dict[str, object]:
        """JSON values."""
        return {
            "provisions_and_routes": self.owners,
            "examples": self.examples,
            "failures": [str(failure) for failure in self.failures],
            "remarks": [str(remark) for remark in self.remarks],
            "not_encoded_yet": self.ahead,
        }


def check_law(bay: Bay, chosen: set[str]) -> Checked:
    """Check the provisions and routes chosen."""
    remarks = [*lint(bay.law, chosen), *_unreachable(bay, chosen)]
    count, failures = run_examples(bay, chosen)
    return Checked(len(chosen), count, tuple(failures), tuple(remarks), dangling(bay.law))


def _unreachable(bay: Bay, chosen: set[str]) -> Iterator[Remark]:
    """Provisions in force that nobody can meet because their own clauses contradict each other."""
    from huanliu.engine.proofs import unreachable

    for provision in bay.law.provisions.values():
        if provision.id not in chosen or provision.verified_on is None:
            continue
        book = bay.book(provision.verified_on)
        proof = unreachable(book, provision.id)
        # A trial that ran out, a proposal or an unverified number is shut for a reason that is no fault of its clauses.
        if proof.found and proof.what == "unreachable" and proof.reason is None:
            because = "; ".join(ground.line(book, book.words("en")) for ground in proof.grounds)
            yield Remark("unreachable", provision.id, f"nobody can meet it: {because}", provision.place)
