"""What is said of a fault: our own words, for a beginner and for somebody advanced."""

from spotter.form.cues.cues import Cues, Level

__all__ = ["Cues", "Level"]
