"""Django's own commands and ours: `manage.py COMMAND`, or `python -m huanliu.portal.commands COMMAND`. What is wrong with the
place of use (a setting, a secret, a database that does not answer) is one sentence; so is Ctrl-C."""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility
from django.db import OperationalError

# As shells report that Ctrl-C ended something.
INTERRUPTED = 130


def main(arguments: list[str]) -> None:
    """Run a command; 1 if the place of use is not fit for it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huanliu.portal.settings")
    try:
        ManagementUtility(arguments).execute()
    except ImproperlyConfigured as error:
        sys.exit(f"The portal cannot start: {one_sentence(error)}")
    except OperationalError as error:
        sys.exit(f"The database does not answer: {one_sentence(error)}")
    except KeyboardInterrupt:
        print("Stopped. What was not finished was not begun.", file=sys.stderr)
        sys.exit(INTERRUPTED)


def one_sentence(error: Exception) -> str:
    """Its first line: drivers go on for many."""
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]


if __name__ == "__main__":
    main(sys.argv)
