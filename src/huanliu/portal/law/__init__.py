"""The law explorer."""
