"""What may stand in an address: public ids, and the names of the law. No other text reaches a view or the database, which
answers some characters with an error of its own."""

from __future__ import annotations

from django.urls import register_converter

PUBLIC_ID = "[A-Za-z0-9_-]{22}"
TOKEN = "[A-Za-z0-9_-]{43}"
NAME = "[A-Za-z0-9_.:-]{1,120}"


class AsWritten:
    """A part of an address that is read as it stands."""

    regex = NAME

    def to_python(self, value: str) -> str:
        """Out of an address."""
        return value

    def to_url(self, value: str) -> str:
        """Into an address."""
        return value


class PublicId(AsWritten):
    """A person, a case, a paper: what `names.public_id` makes."""

    regex = PUBLIC_ID


class SentToken(AsWritten):
    """What a mail of ours holds."""

    regex = TOKEN


class LawName(AsWritten):
    """A provision, a journey, a fact, a day."""


class PlanForm(AsWritten):
    """In what form a plan is taken along."""

    regex = "json|md|ics"


for name, converter in {"id": PublicId, "sent": SentToken, "name": LawName, "planned": PlanForm}.items():
    register_converter(converter, name)
