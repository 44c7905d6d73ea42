"""What the pages of the browser tests show: run in a process of its own against the server's database; prints as JSON the
sessions of the cast and the names to fill into paths.yaml. Each desk adds one function to MAKERS."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from importlib import import_module
from typing import Any

import django

Cast = dict[str, Any]
CAST = {"lin": "Lin Yue", "ho": "Ho Ka Yan", "silva": "Ana Silva"}


def organisations(cast: Cast) -> dict[str, str]:
    """An organisation with some facts, and an open invitation for Lin."""
    from huanliu.portal.organisations import acts

    made = acts.make(cast["ho"], "Pearl River Works 珠江工程")
    acts.change_fact(made, cast["ho"], "organisation.filed_professionals", "3")
    acts.change_fact(made, cast["ho"], "organisation.on_devb_list", True)
    token = acts.invite(made, cast["ho"], cast["lin"].email, "recruiter", "en")
    return {"organisation": made.public, "invitation": token}


MAKERS: list[Callable[[Cast], dict[str, str]]] = [organisations]


def session_of(user: Any) -> str:
    """A session as signing in makes it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def seeded() -> dict[str, dict[str, str]]:
    """Everything made, once."""
    from huanliu.portal.people.models import User

    cast = {key: User.objects.create_user(f"{key}@example.org", None, name=name) for key, name in CAST.items()}
    names: dict[str, str] = {}
    for maker in MAKERS:
        names |= maker(cast)
    return {"sessions": {key: session_of(user) for key, user in cast.items()}, "names": names}


if __name__ == "__main__":
    # Models can only be brought in once Django stands, so every function here does so itself.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huanliu.portal.settings")
    django.setup()
    print(json.dumps(seeded()))
