"""What pages say and draw, computed without a template: words, units, pictures."""
