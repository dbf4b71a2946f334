"""Learning: events → better prescriptions. Reserved: its walls stand, nothing lives here yet."""
