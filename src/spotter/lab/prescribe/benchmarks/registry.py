"""The benchmarks of prescription there are, each by the module that runs it."""

from __future__ import annotations

from typing import Final

from spotter.lab.benchmarks.shelf import Shelf

_ROOM = "spotter.lab.prescribe.benchmarks"

# A benchmark is one module with a `run` and one line here.
SHELF: Final = Shelf(
    {
        "auc": f"{_ROOM}.auc",
        "bandit": f"{_ROOM}.bandit",
        "cold-start": f"{_ROOM}.cold_start",
        "e1rm": f"{_ROOM}.e1rm",
        "personas": f"{_ROOM}.personas",
    },
    """# Prescription where the truth is known

What prescription reaches on real training logs, on public tasks and in simulators whose best answer
is known, beside baselines counted in the same run. Generated, like the files beside it, by
`spotter lab prescribe benchmark NAME --out docs/prescribe-benchmarks`, with `--data DIR` where real
recordings are read: `NAME.json` is the report, `NAME.csv` every single judgement behind it. The
reports here were made with `--seeds 2` (auc), `--seeds 1` (cold-start, personas) and `--seeds 5`
(bandit); the default is 3, and e1rm leaves nothing to chance.
""",
)
