"""Oura: its API v2 and the files an account gives, one reader for both."""
