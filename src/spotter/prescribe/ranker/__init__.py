"""The learned ranker: what it may know, what it foresees, and the network that does."""
