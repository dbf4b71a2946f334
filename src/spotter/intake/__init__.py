"""Intake: files and vendor exports → records, one module per source, one table that lists them."""
