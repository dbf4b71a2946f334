"""Training: what a session is: exercises, programmes, sets, load and strength maths."""
