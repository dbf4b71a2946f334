"""Simulated athletes whose hidden state is known, so that the best session of a day is known."""
