"""The cast of the desks."""

from tests.portal.casework import as_officer_, chan, filed, ho_post, lin_drafted, wong  # noqa: F401
