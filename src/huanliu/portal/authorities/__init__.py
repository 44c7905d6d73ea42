"""Authorities of the jurisdictions, and their officers."""
