"""`manage.py restore FILE`: see front/keeping.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huanliu.portal.front.keeping import KeepingError, restore


class Command(BaseCommand):
    """One file, whole or not at all."""

    help = "Restore an archive into an empty database and folder, and verify the audit trail."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The archive."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Say how many papers, or why not."""
        try:
            papers = restore(file.resolve())
        except (KeepingError, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{file}: the database and {papers} papers")
