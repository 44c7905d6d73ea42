"""What `manage.py check --deploy` asks beside Django's own: that real people are not served from a database of invented ones."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, transaction

from huanliu.portal.front.mark import holds_invented

INVENTED = Error(
    "The database holds the demonstration: invented people, organisations and cases, whose password everybody may know.",
    hint="Point HUANLIU_DATABASE (or HUANLIU_DATA) at an empty database and run manage.py prepare; or unset HUANLIU_PRODUCTION to go on showing the demonstration.",
    id="huanliu.E001",
)


@register(Tags.security, deploy=True)
def no_invented_people(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Whether production has been opened on a demonstration. A database that is not there or has no tables yet holds nobody."""
    if not settings.PRODUCTION:
        return []
    try:
        with transaction.atomic():
            return [INVENTED] if holds_invented() else []
    except DatabaseError:
        return []
