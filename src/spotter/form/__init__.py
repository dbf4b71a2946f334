"""Form: landmarks → reps → scores and cues. Reserved: its walls stand, its code comes with the camera."""
