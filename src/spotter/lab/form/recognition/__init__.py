"""The recogniser of exercises is made: of made-up movements alone, so any real film tests it."""
