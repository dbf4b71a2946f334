"""A real browser with a film as its camera, in front of the page that coaches."""
