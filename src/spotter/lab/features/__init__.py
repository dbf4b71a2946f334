"""Features of a whole population, in this process or on Spark: the same function either way."""
