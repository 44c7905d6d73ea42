"""The desks of officers and coordinators."""
