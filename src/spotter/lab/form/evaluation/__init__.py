"""How far predicted scores may be believed: agreement, intervals, blends, plots."""
