"""The portal's settings for tests: quick passwords, no mail leaves, a folder of their own."""

import os
import tempfile

os.environ.setdefault("HUANLIU_DATA", tempfile.mkdtemp(prefix="huanliu-test-"))
os.environ.setdefault("HUANLIU_SECRET_KEY", "only-for-tests-" + "0" * 50)

from huanliu.portal.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
