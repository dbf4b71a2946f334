"""The few primitives every room speaks: units, time, ids, errors."""
