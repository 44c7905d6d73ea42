"""What a lawyer would send back before anybody is assessed: no source, no date, overlapping versions, numbers that
nobody vouches for, words that readers of Chinese would miss."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from huanliu.base.language import Text
from huanliu.errors import Place
from huanliu.law.calendar import first_day
from huanliu.law.model import Law, Parameter, Procedure, Provision


@frozen
class Remark:
    """One thing wrong: which rule, about what, in one sentence."""

    rule: str
    id: str
    message: str
    place: Place

    def __str__(self) -> str:
        return f"{self.place}: {self.id}: {self.message} [{self.rule}]"


def lint(law: Law, chosen: set[str] | None = None) -> list[Remark]:
    """Every remark on the provisions chosen (all without a choice)."""
    remarks: list[Remark] = []
    for provision in law.provisions.values():
        if chosen is None or provision.id in chosen:
            for rule, check in RULES.items():
                remarks += [Remark(rule, provision.id, text, provision.place) for text in check(provision)]
    return remarks


def dangling(law: Law) -> dict[str, list[str]]:
    """Provisions that are named as a next step but not encoded yet, with those that name them."""
    known = law.names()
    found: dict[str, list[str]] = {}
    for provision in law.provisions.values():
        for target in provision.leads_to:
            if target not in known:
                found.setdefault(target, []).append(provision.id)
    return found


def _no_source(provision: Provision) -> Iterator[str]:
    if not provision.sources and not provision.instrument.get("name"):
        yield "names neither a source nor an instrument"


def _no_date(provision: Provision) -> Iterator[str]:
    if provision.verified_on is None:
        yield "has no verified_on: nobody says when it was last read"
    for version in provision.versions[1:]:
        if first_day(version) is None:
            yield "has a later version without a first day"
    unknown = provision.versions[0].start is None and provision.versions[0].start_approx is None
    if unknown and not provision.notes:
        yield "has no first day and no note that says why"


def _overlap(provision: Provision) -> Iterator[str]:
    for earlier, later in zip(provision.versions, provision.versions[1:], strict=False):
        start, following = first_day(earlier), first_day(later)
        if start and following and following <= start:
            yield f"has a version of {following} after one of {start}"
        if earlier.end and following and earlier.end >= following:
            yield f"has a version that ends on {earlier.end} although the next begins on {following}"


def _unvouched(provision: Provision) -> Iterator[str]:
    for parameter in provision.parameters.values():
        for value in parameter.values:
            if value.cite is None and not provision.sources and not provision.instrument.get("name"):
                yield f"has a number {parameter.name} without a citation or source"
            if not value.verified and not provision.notes:
                yield f"has an unverified number {parameter.name} and no note that says so"


def _words(provision: Provision) -> Iterator[str]:
    for what, text in _texts(provision):
        if text.zh_hans is None:
            yield f"{what} has no zh-Hans: {text.en[:60]!r}"


def _beside(provision: Provision) -> Iterator[str]:
    """A condition that the law states is not the authority's to waive: it must not read as if it were."""
    for version in provision.versions:
        discretion = version.discretion
        if discretion is not None and (
            "not tested here" in discretion.en.lower() or "此处未核查" in (discretion.zh_hans or "")
        ):
            yield "says under discretion what is not tested here; write it under not_tested"


def _texts(provision: Provision) -> Iterator[tuple[str, Text]]:
    yield "title", provision.title
    if provision.authority is not None:
        yield "authority", provision.authority
    for version in provision.versions:
        for what, texts in (("grants", version.grants), ("does_not_allow", version.does_not_allow)):
            yield from ((what, text) for text in texts)
        single = (("discretion", version.discretion), ("not_tested", version.not_tested), ("change", version.change))
        yield from ((what, text) for what, text in single if text is not None)
        yield from ((f"amount {amount.name}", amount.label) for amount in version.amounts)
        yield from ((f"outcome {outcome.id}", outcome.title) for outcome in version.outcomes)
    yield from _procedure_texts(provision.procedure)


def _procedure_texts(procedure: Procedure) -> Iterator[tuple[str, Text]]:
    for what, text in (
        ("where", procedure.where),
        ("fee", procedure.fee),
        ("processing_time", procedure.processing_time),
    ):
        if text is not None:
            yield what, text
    yield from (("documents", paper.label) for paper in procedure.documents if paper.label is not None)
    yield from (("fees", text) for fee in procedure.fees for text in (fee.label, fee.each) if text is not None)
    yield from (("waits", pause.label) for pause in procedure.waits)
    yield from (("steps", text) for text in procedure.steps)
    if procedure.lapses is not None and procedure.lapses.label is not None:
        yield "lapses", procedure.lapses.label


def _examples(provision: Provision) -> Iterator[str]:
    if not provision.examples:
        yield "has no example"


def _parameters(provision: Provision) -> Iterator[str]:
    for parameter in provision.parameters.values():
        yield from _gaps(parameter)


def _gaps(parameter: Parameter) -> Iterator[str]:
    for earlier, later in zip(parameter.values, parameter.values[1:], strict=False):
        if earlier.end and later.start and earlier.end >= later.start:
            yield f"has a number {parameter.name} with two values on {later.start}"


RULES: dict[str, Callable[[Provision], Iterator[str]]] = {
    "no-source": _no_source,
    "no-date": _no_date,
    "overlap": _overlap,
    "unverified-number": _unvouched,
    "two-values": _parameters,
    "no-words": _words,
    "no-example": _examples,
    "not-discretion": _beside,
}
