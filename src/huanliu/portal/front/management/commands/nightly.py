"""`manage.py nightly`: everything that must be done once a night, for one line of cron."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

# In this order; each stands for itself, and one that fails keeps no other from being done.
STEPS: dict[str, dict[str, Any]] = {
    "send_due": {},
    "send_notices": {},
    "sweep": {},
    "sweep_papers": {},
    "sweep_limits": {},
    "weigh_obstacles": {"if_stale": True},
    "verify_audit": {"anchor": True},
}


class Command(BaseCommand):
    """Runs every sweep, whatever becomes of the others, and fails at the end if one of them did."""

    help = "Send what is due and what waits, delete what has outlived its purpose, forget old sessions and counts, weigh the obstacles anew where the law has changed, verify the audit trail."

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step; what went wrong is one sentence a step."""
        failed = [step for step in STEPS if step in get_commands() and not self._done(step)]
        if failed:
            raise CommandError(f"not done tonight: {', '.join(failed)}")

    def _done(self, step: str) -> bool:
        self.stdout.write(f"{step}: ", ending="")
        try:
            call_command(step, **STEPS[step], stdout=self.stdout, stderr=self.stderr)
        except Exception as error:
            # Whatever it is: the other steps are somebody's data that must go tonight.
            self.stderr.write(f"{step} failed: {type(error).__name__}: {' '.join(str(error).split())[:300]}")
            return False
        return True
