"""Repetitions that people judge: ratings, how far raters agree, and what they agree on."""
