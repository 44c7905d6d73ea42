"""The cast of signing in: an officer is asked for more than anybody else."""

from tests.portal.casework import filed, ho_post, lin_drafted  # noqa: F401
