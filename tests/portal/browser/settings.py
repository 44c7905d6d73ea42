"""The portal's settings for the browser: its own, and addresses at which it goes wrong."""

from huanliu.portal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.portal.browser.addresses"
