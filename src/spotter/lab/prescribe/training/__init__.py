"""How the plan ranker is made: simulated sessions, a network, its calibration and its card."""
