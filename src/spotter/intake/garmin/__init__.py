"""Garmin Connect: the export of an account (JSON), and tables made of its data (CSV)."""
