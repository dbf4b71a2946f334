"""Learning: events → better prescriptions."""
