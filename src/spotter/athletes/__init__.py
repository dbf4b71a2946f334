"""Athletes: a person → a profile (identity, goals, schedule, equipment, limitations, consent)."""
