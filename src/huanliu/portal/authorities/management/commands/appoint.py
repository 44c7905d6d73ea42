"""`manage.py appoint EMAIL AUTHORITY --roles handler,decider`: somebody acts for an authority."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huanliu.errors import UnknownNameError
from huanliu.portal.authorities.acts import HasPostError, appoint
from huanliu.portal.people.models import User


class Command(BaseCommand):
    """Makes an officer of somebody with an account."""

    help = "Appoint somebody with an account as an officer of an authority."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, where, in which layer and roles."""
        parser.add_argument("email")
        parser.add_argument("authority")
        parser.add_argument("--layer", default="execution")
        parser.add_argument("--roles", default="handler,decider")

    def handle(self, *args: Any, **options: Any) -> None:
        """Appoint, or say in one sentence why not."""
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError("nobody has an account with this e-mail address")
        try:
            officer = appoint(user, options["authority"], options["layer"], options["roles"].split(","))
        except (UnknownNameError, HasPostError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"appointed: {officer}")
