"""Web: HTTP API and pages, thin, with no rules of their own."""
