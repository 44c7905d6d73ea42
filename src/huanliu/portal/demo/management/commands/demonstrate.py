"""`manage.py demonstrate`: fills an empty database with invented people, organisations and cases."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from huanliu.portal.demo.access import every_role
from huanliu.portal.demo.acts import InProductionError, NotEmptyError, demonstrate, is_empty, password_here
from huanliu.portal.front.mark import invented
from huanliu.portal.words import say


class Command(BaseCommand):
    """Loads the demonstration set, and says as whom one may enter it."""

    help = "Fill an empty database with the demonstration set: invented people, organisations and cases."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do where somebody is there already."""
        parser.add_argument("--if-empty", action="store_true", help="leave a database as it is that is not empty")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it, or say in one sentence why not."""
        if is_empty() or not options["if_empty"]:
            self._load()
        if invented():
            self._tell()

    def _load(self) -> None:
        if is_empty():
            self.stdout.write("Loading the demonstration: invented people, organisations and cases.")
        try:
            count = demonstrate()
        except (NotEmptyError, InProductionError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The demonstration is loaded: {count} invented people.")

    def _tell(self) -> None:
        address = settings.SITE_ADDRESS.rstrip("/") + reverse("demo:roles")
        self.stdout.write(f"Enter as one of its people, without a password, at {address}")
        for role in every_role():
            self.stdout.write(f"  {role.user.email:<24} {say(f'demo.role_{role.name}', 'en')}")
        self.stdout.write(f"Or sign in: the password of each is {password_here()}; officers' codes are on that page.")
