"""Training of the form networks in three phases that survive a kill."""
