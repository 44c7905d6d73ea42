"""Deletes what has outlived its purpose. Run it every night; --dry-run only counts."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from huanliu.portal.consent.retention import sweep


class Command(BaseCommand):
    """manage.py sweep [--dry-run]"""

    help = "Delete what has outlived the term of its purpose, unless it is held."

    def add_arguments(self, parser: CommandParser) -> None:
        """Counting alone changes nothing."""
        parser.add_argument("--dry-run", action="store_true", help="only say what would be deleted")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweeps and says how much."""
        swept = sweep(dry=options["dry_run"])
        if not options["dry_run"]:
            # The answers of interviews lie in sessions; those that are over are nobody's any more.
            call_command("clearsessions")
        verb = "would be deleted" if options["dry_run"] else "deleted"
        for name, count in sorted(swept.by_purpose.items()):
            self.stdout.write(f"{name}: {count} {verb}")
        self.stdout.write(f"{swept.total} {verb}; {swept.expired} consents expired")
