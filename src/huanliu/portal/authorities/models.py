"""Officers: people who act for an authority."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from huanliu.portal.names import public_id

LAYERS = (("execution", "execution"), ("coordination", "coordination"))
# Who has a part in tasks, as the table of cases/states.py says. The others have no business with anybody's case.
WORK = ("handler", "decider", "second", "coordinator")
ROLES = (*WORK, "privacy", "administrator")


class Officer(models.Model):
    """A post: somebody who acts for one authority, in one layer, in some roles. One post at a time."""

    public = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    authority = models.CharField(max_length=40, db_index=True)
    layer = models.CharField(max_length=12, choices=LAYERS, default="execution")
    handler = models.BooleanField(default=False)
    decider = models.BooleanField(default=False)
    second = models.BooleanField(default=False)
    coordinator = models.BooleanField(default=False)
    # Answers what people ask about their data; at a window only, see acts.
    privacy = models.BooleanField(default=False)
    # Appoints the officers of the own authority and ends their posts.
    administrator = models.BooleanField(default=False)
    appointed = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user"], condition=models.Q(ended=None), name="officer_one_post"),
            models.CheckConstraint(
                condition=models.Q(coordinator=False) | models.Q(layer="coordination"), name="officer_coordinates_there"
            ),
        )

    def __str__(self) -> str:
        return f"{self.authority}/{self.layer}"

    @property
    def roles(self) -> frozenset[str]:
        """What this officer may do."""
        return frozenset(role for role in ROLES if getattr(self, role))

    @property
    def works(self) -> bool:
        """Whether this officer has a part in tasks: who only runs an authority, or answers for data, sees nobody's case."""
        return not self.roles.isdisjoint(WORK)

    @property
    def duties(self) -> tuple[str, ...]:
        """The same, in the order of the list."""
        return tuple(role for role in ROLES if getattr(self, role))

    @property
    def number(self) -> str:
        """How this post is named to somebody outside the authority: an officer answers for a decision by number, not by name."""
        return self.public[:8]
