"""Coach: talk → the same services everyone else calls. Reserved: only its walls stand."""
