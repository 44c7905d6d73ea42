"""Journeys for one subject: which doors, in which order, with which papers, for how much, by when."""
