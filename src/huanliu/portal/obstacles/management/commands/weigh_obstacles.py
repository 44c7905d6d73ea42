"""`manage.py weigh_obstacles [PEOPLE]`: for every clause, how many of a synthetic population it holds back."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from huanliu.base.beside import beside
from huanliu.base.clock import today
from huanliu.errors import HuanliuError
from huanliu.portal.bay import the_bay
from huanliu.portal.obstacles.weights import is_of, measured

# Enough that a clause which stops one in a thousand is seen to, few enough to be drawn in a breath.
SIZE = 50_000


class Command(BaseCommand):
    """Counts the doors once; pages only read the result."""

    help = "Weigh every clause by how many of a synthetic population (`huanliu people`) it holds back."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The table of people."""
        parser.add_argument(
            "people", type=Path, nargs="?", help="a Parquet file of `huanliu people`; drawn where none is named"
        )
        parser.add_argument("--weight", help="the column that says for how many people a row stands")
        parser.add_argument(
            "--if-stale", action="store_true", help="nothing, where the law of today is weighed already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, then put the file in its place whole."""
        if options["if_stale"] and is_of(the_bay().law.digest):
            self.stdout.write("the law of today is weighed already")
            return
        # They come in here with Polars, which no page needs.
        from huanliu.flows.doors import count_doors
        from huanliu.flows.label import label_of

        with _table(options["people"]) as people:
            if not label_of(people):
                raise CommandError(
                    f"{people} does not say that its people are synthetic; write one with huanliu people"
                )
            try:
                found = count_doors(the_bay(), people, weight=options["weight"])
            except HuanliuError as error:
                raise CommandError(error.sentence()) from error
        clauses = {held.clause.file: held.people for held in found.ranking if held.clause.file}
        said = {"synthetic": True, "on": today().isoformat(), "law": the_bay().law.digest, "people": found.people}
        with beside(measured()) as fresh:
            fresh.write_text(json.dumps({**said, "clauses": clauses}, ensure_ascii=False), "utf-8")
        self.stdout.write(f"{len(clauses)} clauses weighed over {found.people} synthetic people")


@contextmanager
def _table(named: Path | None) -> Iterator[Path]:
    """The table that was named, or one that is drawn for this count."""
    if named is not None:
        yield named
        return
    from huanliu.flows.people.recipe import read_recipe
    from huanliu.flows.people.writing import Population

    with TemporaryDirectory() as folder:
        drawn = Path(folder) / "people.parquet"
        Population(read_recipe(None), the_bay().statutes, SIZE, seed=1).write(drawn)
        yield drawn
