"""Readers of recordings of real people, each data set in its own layout."""
