"""Form in the lab: synthetic reps, datasets, training and evaluation of the form models."""
