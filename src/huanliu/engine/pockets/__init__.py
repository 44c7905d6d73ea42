"""What is left of a year's pay: ledgers for one subject, side by side, and along a curve of pay."""
