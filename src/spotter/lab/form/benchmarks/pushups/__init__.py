"""Right or wrong, judged of one filmed push-up: what the push-up benchmark trains."""
