"""The simulated athlete: a life, a body that answers to it, and the files it leaves behind."""
