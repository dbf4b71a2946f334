"""Real training logs: read, walked through, and learned from."""
