"""FIT, the binary format of Garmin and most other sports watches."""
