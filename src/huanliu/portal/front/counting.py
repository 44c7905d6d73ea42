"""Counts that hold for every process, as a cache of Django's: attempts to sign in, and codes that opened once.

Django's own cache in a database unpickles what it finds there: whoever can write into the database could then run what they like in
the portal, and have its secret. Here values are JSON, and a key is a keyed digest.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, transaction

from huanliu.base.clock import now
from huanliu.portal.front.models import Count


class Counts(BaseCache):
    """Rows of `Count`."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def _until(self, timeout: Any) -> datetime.datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return now() + datetime.timedelta(seconds=float(seconds or 0))

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value where there is none; of two who do it at once one is told no."""
        name = self.make_and_validate_key(key, version=version)
        Count.objects.filter(cache_key=name, expires__lte=now()).delete()
        try:
            with transaction.atomic():
                Count.objects.create(cache_key=name, value=json.dumps(value), expires=self._until(timeout))
        except IntegrityError:
            return False
        return True

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, while it is not over."""
        name = self.make_and_validate_key(key, version=version)
        found = Count.objects.filter(cache_key=name, expires__gt=now()).first()
        return default if found is None else json.loads(found.value)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value, whatever was there."""
        name = self.make_and_validate_key(key, version=version)
        kept = {"value": json.dumps(value), "expires": self._until(timeout)}
        Count.objects.update_or_create(cache_key=name, defaults=kept)

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value; whether there was one."""
        name = self.make_and_validate_key(key, version=version)
        return bool(Count.objects.filter(cache_key=name).delete()[0])

    def clear(self) -> None:
        """Forget them all."""
        Count.objects.all().delete()
