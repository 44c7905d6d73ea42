"""Flows: what the law does to a population. Reforms, doors, one-way routes, and a synthetic population to try them on."""
