"""`manage.py weigh_obstacles PEOPLE`: for every clause, how many of a synthetic population it holds back."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from huanliu.base.clock import today
from huanliu.errors import HuanliuError
from huanliu.portal.bay import the_bay
from huanliu.portal.obstacles.weights import measured


class Command(BaseCommand):
    """Counts the doors once; pages only read the result."""

    help = "Weigh every clause by how many of a synthetic population (`huanliu people`) it holds back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The table of people."""
        parser.add_argument("people", type=Path, help="a Parquet file written by `huanliu people`")
        parser.add_argument("--weight", help="the column that says for how many people a row stands")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, then put the file in its place whole."""
        # Polars comes in with them, and no page needs it.
        from huanliu.flows.doors import count_doors
        from huanliu.flows.label import label_of

        if not label_of(options["people"]):
            raise CommandError(
                f"{options['people']} does not say that its people are synthetic; write one with huanliu people"
            )
        try:
            found = count_doors(the_bay(), options["people"], weight=options["weight"])
        except HuanliuError as error:
            raise CommandError(error.sentence()) from error
        clauses = {held.clause.file: held.people for held in found.ranking if held.clause.file}
        said = {"synthetic": True, "on": today().isoformat(), "law": the_bay().law.digest, "people": found.people}
        fresh = measured().with_suffix(".new")
        fresh.write_text(json.dumps({**said, "clauses": clauses}, ensure_ascii=False), "utf-8")
        fresh.replace(measured())
        self.stdout.write(f"{len(clauses)} clauses weighed over {found.people} synthetic people")
