"""`manage.py prepare`: what must be there before the portal opens. Asked twice, it does nothing the second time."""

from __future__ import annotations

from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from huanliu.portal.front.mark import holds_invented


class Command(BaseCommand):
    """The database in the shape of this code, static files, and the demonstration where nobody has an account yet."""

    help = "Bring the database up to date, collect static files, load the demonstration into an empty database."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step only where it is needed."""
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        if settings.PRODUCTION:
            self._refuse_invented()
            call_command("collectstatic", verbosity=0, interactive=False)
        elif "demonstrate" in get_commands():
            call_command("demonstrate", if_empty=True, stdout=self.stdout)
            call_command("weigh_obstacles", if_stale=True, stdout=StringIO())

    def _refuse_invented(self) -> None:
        if holds_invented():
            raise CommandError("the database holds the demonstration; real people are served from an empty one only")
