"""Command line: thin, with no rules of its own."""
