"""Reads what the phone app Health Auto Export sends: Apple Health as JSON, piece by piece."""
