"""Sessions in Django's own table, read and written with one statement each: most requests of an interview do little else.

What is read and written is Django's; only the way to it is shorter. Through the models it took as long as the interview itself.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import connections, router

from huanliu.base.clock import now

READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
WRITE = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s"


class SessionStore(db.SessionStore):
    """A session as in `django.contrib.sessions.backends.db`."""

    def load(self) -> dict[str, Any]:
        """What the session holds; a key that is not there, or no longer, is forgotten."""
        connection = connections[router.db_for_read(self.model)]
        with connection.cursor() as cursor:
            cursor.execute(READ, [self.session_key, connection.ops.adapt_datetimefield_value(now())])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(row[0])
        return held

    def save(self, must_create: bool = False) -> None:
        """Write it. A session that somebody ended in the meantime stays ended."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        data = self.encode(dict(self.items()))
        connection = connections[router.db_for_write(self.model)]
        expires = connection.ops.adapt_datetimefield_value(now() + datetime.timedelta(seconds=self.get_expiry_age()))
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [data, expires, self.session_key])
            if cursor.rowcount == 0:
                raise UpdateError
