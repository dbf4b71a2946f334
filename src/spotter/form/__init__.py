"""Form: landmarks → reps → scores and cues. Reserved: only its walls stand."""
