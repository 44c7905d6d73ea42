"""`manage.py verify_audit`: does the audit trail hold from its first entry to its last, and to every anchor?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huanliu.portal.record import anchors
from huanliu.portal.record.trail import Broken, verify


class Command(BaseCommand):
    """Walks the whole chain."""

    help = "Verify the hash chain of the audit trail, its seal, and that it still holds to its anchors."

    def add_arguments(self, parser: CommandParser) -> None:
        """Anchors: a new one, those kept elsewhere, none at all."""
        parser.add_argument("--anchor", action="store_true", help="keep and print an anchor; keep it elsewhere too")
        parser.add_argument("--since", action="append", default=[], metavar="LINE", help="an anchor kept elsewhere")
        parser.add_argument("--no-anchors", action="store_true", help="an older archive was restored on purpose")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many entries hold, or fail with the first that does not."""
        found = verify()
        lines = [*([] if options["no_anchors"] else anchors.kept()), *options["since"]]
        broken = found if isinstance(found, Broken) else anchors.torn(lines)
        if broken is not None:
            raise CommandError(f"the audit trail is broken at entry {broken.number}: {broken.reason}")
        self.stdout.write(f"{found} entries, all in order")
        dropped = anchors.drop() if options["anchor"] else None
        if dropped is not None:
            self.stdout.write(f"anchor: {dropped.line()}")
