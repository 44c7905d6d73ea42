"""The audit trail. An entry names who, what, about whom and when, and holds the digest of the one before it; its body lies
beside it, so that what was said about a person can be destroyed and the chain still verifies."""

from __future__ import annotations

from django.db import models


class Head(models.Model):
    """The end of the chain, one row: whoever writes an entry holds it, so that two never follow the same one."""

    digest = models.CharField(max_length=64)
    entries = models.BigIntegerField(default=0)
    # Made with the secret of this place, which does not lie in the database: nobody who only has that can move the end.
    seal = models.CharField(max_length=64, blank=True)


class Entry(models.Model):
    """One thing that happened. The database itself refuses to change or delete it."""

    number = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=60, db_index=True)
    actor = models.CharField(max_length=22, blank=True, db_index=True)
    person = models.CharField(max_length=22, blank=True, db_index=True)
    about = models.CharField(max_length=60, blank=True, db_index=True)
    body_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("number",)


class Body(models.Model):
    """What an entry says, as canonical JSON; gone once the time it is kept for is over, or the person's data are deleted."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="body")
    text = models.TextField()
    keep_until = models.DateField(db_index=True)
