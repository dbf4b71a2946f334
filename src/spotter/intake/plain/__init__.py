"""Plain tables that people keep themselves: `workout_data.csv` and `user_data.csv`."""
