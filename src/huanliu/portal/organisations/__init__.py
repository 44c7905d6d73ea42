"""Organisations that employ and work across the border."""
