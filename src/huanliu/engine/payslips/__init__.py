"""What is left of a year's pay: payslips for one subject, side by side, and along a curve of pay."""
