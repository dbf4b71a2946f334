"""Whose session it becomes: a choice among what suits today alike, and what came of it."""
