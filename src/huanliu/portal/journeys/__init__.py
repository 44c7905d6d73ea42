"""Journeys: goal, interview, result, what-if, plan, without an account."""
