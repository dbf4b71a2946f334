"""Which exercise is it: traits of a movement, and whose they are most like."""
