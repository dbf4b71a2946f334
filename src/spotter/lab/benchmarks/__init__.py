"""What every benchmark of the workshop shares: the report, the page, and how one is run by name."""
