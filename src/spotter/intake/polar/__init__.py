"""Polar Flow: the archive of an account's data, a JSON file for each session, day and month."""
