"""Synthetic reps: a skeleton moved by joint rotations, filmed by a made-up camera."""
