"""A process that writes without a pause, or takes its turn and keeps it; run by tests."""

from __future__ import annotations

import sys
import time

from sqlalchemy import text

from spotter.store.engine import open_engine

if __name__ == "__main__":
    engine = open_engine(sys.argv[1])
    print("ready", flush=True)
    while True:
        with engine.begin() as connection:
            connection.execute(text("UPDATE athletes SET revision = revision + 1"))
            if sys.argv[2] == "keep":
                print("writing", flush=True)
            # Long beside the moment between two transactions, in which luck would have to strike.
            time.sleep(60 if sys.argv[2] == "keep" else 0.01)
