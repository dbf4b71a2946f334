"""`python -m spotter`."""

from spotter.cli.main import main

main()
