"""Store: objects ↔ rows (tables, migrations, unit of work, durable jobs)."""
