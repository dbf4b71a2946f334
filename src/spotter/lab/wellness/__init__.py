"""What people left behind for research: read as records, and how much of the features they fill."""
