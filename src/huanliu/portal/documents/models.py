"""Papers: what people hand in, once; and with which desks they are shared."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from huanliu.portal.names import public_id


class Paper(models.Model):
    """A person's paper. The bytes lie under MEDIA_ROOT with a name of our own; what the person called it is only shown."""

    public = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=80)
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    stored = models.CharField(max_length=40, unique=True)
    handed_in = models.DateTimeField()

    class Meta:
        ordering = ("-handed_in", "-pk")
        # The same bytes sent twice (a second click) are one paper.
        constraints = (models.UniqueConstraint(fields=["person", "kind", "digest"], name="paper_once"),)

    def __str__(self) -> str:
        return self.name


class Share(models.Model):
    """A paper shown to the authority of one task while the task is in its hands. The task is named by its public id."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="shares")
    task = models.CharField(max_length=22, db_index=True)
    authority = models.CharField(max_length=40)
    begun = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["paper", "task"], condition=models.Q(ended=None), name="share_once"),
        )
