"""The browser of somebody who has just typed the password again, for pages that ask for it."""

from tests.portal.consent.conftest import proved

__all__ = ["proved"]
