"""Cases: a plan that has been filed."""
