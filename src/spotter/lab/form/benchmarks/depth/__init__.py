"""How good a repetition is, as a number: what the benchmark of deep squats trains."""
