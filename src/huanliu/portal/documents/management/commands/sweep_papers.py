"""`manage.py sweep_papers`: remove files that no row knows."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from huanliu.portal.documents import acts, storage


class Command(BaseCommand):
    """Clears what a kill in the middle of an upload left."""

    help = "Remove files under papers/ that belong to no paper."

    def add_arguments(self, parser: CommandParser) -> None:
        """How old a file must be."""
        parser.add_argument("--older-than", type=int, default=storage.AN_HOUR, help="seconds; an hour without it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep, and say how many."""
        self.stdout.write(f"{len(acts.sweep(options['older_than']))} files removed")
