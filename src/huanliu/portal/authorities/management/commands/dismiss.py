"""`manage.py dismiss EMAIL`: somebody no longer acts for an authority."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huanliu.portal.authorities.access import account_named, post_of
from huanliu.portal.authorities.acts import end_post


class Command(BaseCommand):
    """Ends the post of somebody; what they held returns to the queue."""

    help = "End the post of an officer; what they held returns to the queue."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """End the post, or say in one sentence why not."""
        officer = post_of(account_named(options["email"]))
        if officer is None:
            raise CommandError("nobody with this e-mail address acts for an authority")
        end_post(officer)
        self.stdout.write(f"ended: {officer}")
