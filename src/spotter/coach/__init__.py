"""Coach: talk → the same services everyone else calls. Reserved: its walls stand, nothing lives here yet."""
