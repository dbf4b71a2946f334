"""A set watched as it goes on: frames in, events out, a report at the end; film as camera."""
