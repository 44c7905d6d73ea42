"""Requests of people about their data that wait for an answer, the most urgent first; and answering one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huanliu.portal.consent import acts
from huanliu.portal.consent.models import Request
from huanliu.portal.consent.showing import days_left


class Command(BaseCommand):
    """manage.py data_requests [--answer=ID --outcome granted|refused --text "..."]"""

    help = "List open requests about personal data, or answer one."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which request, and the answer of a human."""
        parser.add_argument("--answer", metavar="ID")
        parser.add_argument("--outcome", choices=["granted", "refused"])
        parser.add_argument("--text", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Lists or answers."""
        if options["answer"]:
            return self._answer(options["answer"], options["outcome"] or "", options["text"])
        for request in Request.objects.filter(answered__isnull=True).order_by("due"):
            self.stdout.write(
                f"{request.public}  {request.kind}  {request.jurisdiction}  {days_left(request)} days left"
            )
        return None

    def _answer(self, public: str, outcome: str, text: str) -> None:
        request = Request.objects.filter(public=public).first()
        if request is None:
            raise CommandError(f"there is no request {public[:30]!r}")
        try:
            done = acts.answer(request, "", outcome, text)
        except acts.RefusedError:
            raise CommandError("give --outcome and, in --text, the reasons") from None
        self.stdout.write("answered" if done else "somebody answered it before")
