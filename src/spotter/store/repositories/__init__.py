"""Repositories: every query on athlete data takes its athlete's id and filters on it."""
