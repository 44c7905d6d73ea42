"""The portal's settings for tests: quick passwords, no mail leaves, a folder of their own, the database of the run."""

import os
import tempfile

from tests.portal import databases

os.environ.setdefault("HUANLIU_DATA", tempfile.mkdtemp(prefix="huanliu-test-"))
os.environ.setdefault("HUANLIU_SECRET_KEY", "only-for-tests-" + "0" * 50)

# A program that a test starts on a database of its own keeps it; what is not told so is on the run's.
RUNS = None if "HUANLIU_DATABASE" in os.environ else databases.of_this_run()
if RUNS is not None:
    os.environ["HUANLIU_DATABASE"] = RUNS

from huanliu.portal.settings import *  # noqa: E402, F403

if RUNS is not None:
    del os.environ["HUANLIU_DATABASE"]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
