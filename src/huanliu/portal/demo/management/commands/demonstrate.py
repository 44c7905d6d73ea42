"""`manage.py demonstrate`: fills an empty database with invented people, organisations and cases."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from huanliu.portal.demo.acts import InProductionError, NotEmptyError, demonstrate


class Command(BaseCommand):
    """Loads the demonstration set."""

    help = "Fill an empty database with the demonstration set: invented people, organisations and cases."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it, or say in one sentence why not."""
        try:
            count = demonstrate()
        except (NotEmptyError, InProductionError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The demonstration is loaded: {count} invented people.")
