"""Bandits on public tasks: the tasks, our agent, and the agents of other libraries."""
