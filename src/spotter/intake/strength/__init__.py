"""Training logs of strength apps: Strong, Hevy, FitNotes, StrongLifts."""
