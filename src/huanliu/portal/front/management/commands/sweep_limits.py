"""`manage.py sweep_limits`: forget what was counted and is over."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from huanliu.portal.front import limits


class Command(BaseCommand):
    """Rate limits that are full again, attempts to sign in that no longer count."""

    help = "Forget rate limits that are full again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep, and say how many."""
        self.stdout.write(f"{limits.sweep()} counts forgotten")
