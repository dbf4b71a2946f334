"""Fitbit: the JSON of its own export, and the tables that Google Takeout adds to it."""
