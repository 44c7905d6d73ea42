"""`manage.py send_notices`: send what waits to be sent."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from huanliu.portal.cases.notices import deliver_all


class Command(BaseCommand):
    """Sends notices whose act ended well and whose e-mail did not leave."""

    help = "Send e-mail notices that are waiting."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and say how many."""
        self.stdout.write(f"{deliver_all()} notices sent")
