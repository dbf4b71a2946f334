"""Features: a daily table of one athlete → what models and coaches look at, one row a day."""
