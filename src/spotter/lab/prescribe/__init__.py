"""The workshop of prescription: simulated athletes, its models, and what is reached with them."""
