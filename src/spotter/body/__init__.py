"""Body: records → days → what the body is doing today against its own baseline."""
