"""Print the tables of the documentation: `python -m spotter.safety.rules`."""

from spotter.safety.table import markdown

print(markdown())
