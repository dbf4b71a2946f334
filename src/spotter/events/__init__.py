"""Events: what happened → whoever must know (typed events, outbox, relay, bus)."""
