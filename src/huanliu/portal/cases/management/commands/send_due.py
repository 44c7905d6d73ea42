"""`manage.py send_due`: send the tasks whose day has come."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from huanliu.portal.cases import access, acts


class Command(BaseCommand):
    """Sends what was held back for its time; what lacks a consent, or what only its person knows, stays. Run it daily."""

    help = "Send the tasks of cases whose day has come."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and say how many."""
        sent = sum(acts.send_in_time(task) for task in access.tasks_due())
        self.stdout.write(f"{sent} tasks sent")
