"""Consent and data duties, driven by purposes.yaml."""
