"""Samsung Health: the tables and the binned series of its personal data download."""
