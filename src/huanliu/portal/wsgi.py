"""The door through which a web server comes in."""

import os
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from huanliu.portal.environment import flag

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huanliu.portal.settings")


class OneAtATime:
    """One request at a time in a process: the solver keeps one context for all. Threads are there for slow browsers only,
    so that a connection on which nothing comes holds nobody up; more at once are more processes."""

    def __init__(self, within: Callable[..., Iterable[bytes]]) -> None:
        self.within = within
        self.turn = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with self.turn:
            return self.within(environ, start_response)


# With this code a web server knows that asking again will not help.
NOT_FIT = 4
try:
    application = OneAtATime(get_wsgi_application())
    preloads = flag("HUANLIU_PRELOAD", True)
except ImproperlyConfigured as error:
    print(f"The portal cannot start: {error}", file=sys.stderr)
    sys.exit(NOT_FIT)
if preloads:
    # Nobody is listened to before; a server that loads the application before it parts does this once for all its processes.
    from huanliu.portal.warm import warm

    warm()
