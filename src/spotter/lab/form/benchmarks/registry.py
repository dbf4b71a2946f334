"""The benchmarks of form there are, each by the module that runs it."""

from __future__ import annotations

from typing import Final

from spotter.lab.benchmarks.shelf import Shelf

_ROOM = "spotter.lab.form.benchmarks"

# A benchmark is one module with a `run` and one line here.
SHELF: Final = Shelf(
    {
        "live": f"{_ROOM}.live",
        "recognition": f"{_ROOM}.recognition",
        "rep-count": f"{_ROOM}.rep_count",
        "synthetic": f"{_ROOM}.synthetic",
        "transfer": f"{_ROOM}.transfer",
        "ui-prmd": f"{_ROOM}.ui_prmd",
        "ui-prmd-depth": f"{_ROOM}.ui_prmd_depth",
        "pushup": f"{_ROOM}.push_up",
    },
    """# Form on real people

What the form models and rules reach on recordings of real people, beside published figures and
floors counted in the same run. Generated, like the files beside it, by
`spotter lab form benchmark NAME --data DIR --out docs/form-benchmarks`: `NAME.json` is the report,
`NAME.csv` every single judgement behind it.
""",
)
