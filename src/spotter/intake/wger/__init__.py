"""Reads the workout log of wger, as its API (version 2) gives it."""
