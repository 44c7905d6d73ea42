"""`manage.py verify_audit`: does the audit trail hold from its first entry to its last?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from huanliu.portal.record.trail import Broken, verify


class Command(BaseCommand):
    """Walks the whole chain."""

    help = "Verify the hash chain of the audit trail."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many entries hold, or fail with the first that does not."""
        found = verify()
        if isinstance(found, Broken):
            raise CommandError(f"the audit trail is broken at entry {found.number}: {found.reason}")
        self.stdout.write(f"{found} entries, all in order")
