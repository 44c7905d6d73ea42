"""The law as z3 terms: three-valued truths, scaled whole numbers, the calendar; exact, and checked by evaluate."""
