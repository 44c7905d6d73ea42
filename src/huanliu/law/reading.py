"""Reading: the files of a folder of packs in, one immutable law out. An error names file and line; nothing half-read is kept."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from typing import TypeVar

from huanliu.base.document import Node, read_text
from huanliu.base.fixed import Fixed
from huanliu.base.language import Text
from huanliu.errors import DocumentError, Place, nearest
from huanliu.law.facts import read_facts_file, read_lists
from huanliu.law.fields import Fields, fail, read_text_node
from huanliu.law.journeys import read_journey, refuse_missing_doors
from huanliu.law.library import digest_of
from huanliu.law.model import Definition, Fact, Law, Parameter, Payslip, Provision, Route, Service
from huanliu.law.parameters import read_parameters
from huanliu.law.payslips import read_payslip
from huanliu.law.procedures import read_documents_file, refuse_missing_scales
from huanliu.law.professions import read_professions_file, refuse_missing_ways
from huanliu.law.provisions import read_provision
from huanliu.law.reform import overlay
from huanliu.law.routes import read_route
from huanliu.law.services import read_service, refuse_missing_names
from huanliu.law.tasks import Journey

FOLDERS = ("documents", "facts", "journeys", "payslips", "parameters", "professions", "routes", "services", "words")

Named = TypeVar("Named", Fact, Definition, Parameter)
Identified = TypeVar("Identified", Provision, Route, Service, Journey, Payslip)
Item = TypeVar("Item", Fact, Definition, Parameter, Provision, Route, Service, Journey, Payslip)


def read_law(files: dict[str, bytes], prefix: str = "packs", reform: Node | None = None) -> Law:
    """Read pack files into a law, with a reform laid over it if one is given. `prefix` stands before a file's name in errors."""
    nodes = {name: _node(name, content, prefix) for name, content in files.items()}
    digest = digest_of(files)
    if reform is not None:
        nodes = overlay(nodes, reform)
        digest = digest_of({**files, "(reform)": repr(reform.plain()).encode()})
    return _law_of(nodes, digest)


def _law_of(nodes: dict[str, Node], digest: str) -> Law:
    facts: list[Fact] = []
    definitions: list[Definition] = []
    subjects: dict[str, Text] = {}
    lists = _lists(_in_folder(nodes, "facts"))
    for node in _in_folder(nodes, "facts"):
        more_facts, more_definitions, more_subjects = read_facts_file(node, lists)
        facts += more_facts
        definitions += more_definitions
        subjects |= more_subjects
    parameters = [item for node in _in_folder(nodes, "parameters") for item in _parameters_file(node)]
    provisions = [
        read_provision(name.removesuffix(".yaml").replace("/", "."), node)
        for name, node in nodes.items()
        if name.split("/")[0] not in FOLDERS
    ]
    _refuse_repeats([*facts, *definitions])
    documents = {k: v for node in _in_folder(nodes, "documents") for k, v in read_documents_file(node)}
    _refuse_unnamed_papers(provisions, documents)
    matrices = [read_professions_file(node) for node in _in_folder(nodes, "professions")]
    law = Law(
        facts=_by_name(facts),
        definitions=_by_name(definitions),
        parameters=_by_name(parameters),
        provisions=_by_id(provisions),
        routes=_by_id([read_route(node) for node in _in_folder(nodes, "routes")]),
        documents=Fixed(documents),
        services=_by_id([read_service(node) for node in _in_folder(nodes, "services")]),
        journeys=_by_id([read_journey(node) for node in _in_folder(nodes, "journeys")]),
        payslips=_by_id([read_payslip(node) for node in _in_folder(nodes, "payslips")]),
        professions=tuple(profession for _, matrix in matrices for profession in matrix),
        forms=Fixed({name: text for forms, _ in matrices for name, text in forms.items()}),
        subjects=Fixed(subjects),
        words=Fixed({name: text for node in _in_folder(nodes, "words") for name, text in _words_file(node)}),
        digest=digest,
    )
    refuse_missing_doors(law)
    refuse_missing_scales(law)
    refuse_missing_names(law)
    refuse_missing_ways(law)
    return law


def _node(name: str, content: bytes, prefix: str) -> Node:
    try:
        return read_text(content.decode("utf-8"), f"{prefix}/{name}")
    except UnicodeDecodeError as error:
        raise DocumentError("the file is not UTF-8 text", place=Place(f"{prefix}/{name}")) from error


def _in_folder(nodes: dict[str, Node], folder: str) -> Iterable[Node]:
    return (node for name, node in nodes.items() if name.startswith(f"{folder}/"))


def _lists(nodes: Iterable[Node]) -> dict[str, Fixed[str, Text]]:
    """The lists of labels of every facts file; read before the facts, which name them."""
    found: dict[str, Fixed[str, Text]] = {}
    for node in nodes:
        for name, labels in read_lists(node).items():
            if name in found:
                fail(f"the list {name!r} stands a second time", node.place)
            found[name] = labels
    return found


def _parameters_file(node: Node) -> list[Parameter]:
    fields = Fields(node, "a parameters file")
    parameters = list(read_parameters(fields).values())
    fields.done()
    return parameters


def _words_file(node: Node) -> list[tuple[str, Text]]:
    fields = Fields(node, "a words file")
    words = [(name, _word(name, text)) for name, text in fields.pairs("words")]
    fields.done()
    return words


def _word(name: str, node: Node) -> Text:
    """A phrase with parts to be filled in: {name} and nothing else in braces."""
    text = read_text_node(node, name)
    for phrase in text.plain().values():
        try:
            parts = list(string.Formatter().parse(phrase))
        except ValueError as error:
            fail(f"the word {name!r} has a brace of its own in {phrase[:60]!r}: {error}", node.place)
        if any(part is not None and not (part.isidentifier() and not form and not how) for _, part, form, how in parts):
            fail(f"the word {name!r} has more than names in braces: {phrase[:60]!r}", node.place, "write {item}")
    return text


def _refuse_repeats(items: Iterable[Fact | Definition]) -> None:
    seen: dict[str, Place] = {}
    for item in items:
        if item.name in seen:
            fail(f"{item.name} stands a second time", item.place, f"first at {seen[item.name]}")
        seen[item.name] = item.place


def _refuse_unnamed_papers(provisions: Iterable[Provision], documents: Mapping[str, Text]) -> None:
    for provision in provisions:
        for paper in provision.procedure.documents:
            if paper.id is not None and paper.id not in documents:
                hint = nearest(paper.id, documents) or "add it to a file under documents/"
                fail(f"{provision.id} asks for a document {paper.id!r} that nothing names", paper.place, hint)


def _by_name(items: Iterable[Named]) -> Fixed[str, Named]:
    return _unique((item.name, item) for item in items)


def _by_id(items: Iterable[Identified]) -> Fixed[str, Identified]:
    return _unique((item.id, item) for item in items)


def _unique(pairs: Iterable[tuple[str, Item]]) -> Fixed[str, Item]:
    found: dict[str, Item] = {}
    for name, item in pairs:
        if name in found:
            fail(f"{name} stands a second time", item.place, f"first at {found[name].place}")
        found[name] = item
    return Fixed(found)
