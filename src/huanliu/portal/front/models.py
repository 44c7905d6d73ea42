"""What the front desk keeps: the buckets of the rate limits, and nothing that says whose they are."""

from __future__ import annotations

from django.db import models


class Count(models.Model):
    """Attempts to sign in, and codes that opened once, for all processes. The key is a keyed digest."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)


class Bucket(models.Model):
    """How much of a limit is left for somebody. The key is a keyed digest: it cannot be turned back into an address."""

    key = models.CharField(max_length=64, unique=True)
    tokens = models.FloatField()
    at = models.DateTimeField(db_index=True)
