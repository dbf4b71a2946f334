"""Films: decoded, searched for a body, turned into landmarks; the one place that knows vendors."""
