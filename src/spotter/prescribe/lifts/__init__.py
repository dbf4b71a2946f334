"""What one lift will carry: strength with its uncertainty, and the load a set is likely to have."""
