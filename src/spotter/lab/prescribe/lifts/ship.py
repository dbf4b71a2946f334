"""Makes the parameters that come with the package, learned from every lifter there is.

`python -m spotter.lab.prescribe.lifts.ship DATA` writes `prescribe/lifts/shipped.toml`. What that
reaches on a lifter who was left out is told by `spotter lab prescribe benchmark e1rm`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from spotter.kit.errors import SpotterError
from spotter.lab.prescribe.lifts.fitting import fit
from spotter.lab.prescribe.lifts.logs import lifters
from spotter.lab.prescribe.lifts.walk import one_log_each, walk
from spotter.prescribe.lifts.mixture import Parameters
from spotter.prescribe.lifts.shipped import PATH


def main() -> int:
    """Learn from the logs in the folder named and write the file; return 1 where that fails."""
    try:
        walks = [one for one in map(walk, lifters(Path(sys.argv[1]))) if one is not None]
    except IndexError:
        print("Name the folder of the data.", file=sys.stderr)
        return 1
    except SpotterError as problem:
        print(problem, file=sys.stderr)
        return 1
    chosen = one_log_each(walks)
    learned = fit([(one.cases, one.loads) for one in chosen])
    sets = sum(len(one.loads) for one in chosen)
    PATH.write_text("\n".join(lines(learned, len(chosen), sets)) + "\n", encoding="utf-8")
    return 0


def lines(of: Parameters, persons: int, sets: int) -> Iterator[str]:
    """Yield the file line by line."""
    yield f"# Learned from {sets:,} best sets of {persons} persons by"
    yield "# python -m spotter.lab.prescribe.lifts.ship DATA"
    for name, values in vars(of).items():
        yield f"{name} = [{', '.join(f'{float(one):.4g}' for one in values)}]"


if __name__ == "__main__":
    raise SystemExit(main())
