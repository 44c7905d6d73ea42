"""Proof of the flows: every count against the reference reader, row by row."""
