"""Lab: everything offline (simulators, synthetic athletes, training, evaluation)."""
