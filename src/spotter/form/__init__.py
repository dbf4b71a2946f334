"""Form: landmarks → motion → angles → reps → scores and cues. Pure, but for `form.video`."""
