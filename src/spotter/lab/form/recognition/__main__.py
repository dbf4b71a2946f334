"""Make the recogniser, keep it in the package, and write its card.

    python -m spotter.lab.form.recognition [CARDS]

`CARDS` is the folder of the card, `docs/models` unless told.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Final

import numpy as np

from spotter.form.live.recognising import UNSURE
from spotter.form.motion import Doubles
from spotter.form.recognition.recogniser import OTHER, SHIPPED, Recogniser, save
from spotter.form.recognition.traits import NAMES
from spotter.lab.form.recognition.films import SEED, Table, ours, strangers
from spotter.lab.form.recognition.fitting import accepted, accuracy, fitted, tempered

BLOCKS: Final = 6
HELD_OUT: Final = 1000
STRANGERS_EACH: Final = 20
_PARTS: Final = 3


def films(block: int) -> Table:
    """Return names, kinds (N) and traits (N, K) of the films of a block: ours and strangers."""
    parts = (ours(block), strangers(block, STRANGERS_EACH))
    names, kinds = ([each for part in parts for each in part[at]] for at in (0, 1))
    return names, kinds, np.concatenate([part[2] for part in parts])


def unheard(names: list[str], kinds: list[str], table: Doubles, their: Table) -> float:
    """Return the share of strangers taken for ours by networks that never saw their kind.

    The kinds are dealt out in three parts; each is told by a network that learned from the others.
    """
    pairs = zip(names, kinds, strict=True)
    strange = sorted({kind for name, kind in pairs if name == OTHER} - {OTHER})
    taken: list[float] = []
    for part in range(_PARTS):
        without = set(strange[part::_PARTS])
        rows = [n for n, kind in enumerate(kinds) if kind not in without]
        knower = fitted([names[n] for n in rows], table[rows])
        tested = [n for n, kind in enumerate(their[1]) if kind in without]
        taken.append(accepted(knower, their[2][tested], UNSURE))
    return float(np.mean(taken))


def card(made: Recogniser, learned: Table, theirs: Table) -> str:
    """Return the page about the recogniser at `SHIPPED`, judged on people held out."""
    told = np.array([name == OTHER for name in theirs[0]])
    known = [name for name in theirs[0] if name != OTHER]
    strange = sum(name == OTHER for name in learned[0])
    pairs = zip(learned[0], learned[1], strict=True)
    kinds = len({kind for name, kind in pairs if name == OTHER})
    kept = SHIPPED.read_bytes()
    table = "\n".join(_row(made, name, theirs) for name in made.exercises)
    return f"""# recogniser

Which exercise some seconds of movement are, or that they are none of ours. Made by
`python -m spotter.lab.form.recognition` (a part of `make train`), which wrote this page too.

- File: `{SHIPPED.name}`, {len(kept):,} bytes, sha256 `{hashlib.sha256(kept).hexdigest()[:16]}`
- Reads {len(NAMES)} traits of a body in time (`form/recognition/traits.py`), and which are known
- Network: {made.hidden.shape[1]} units in one hidden layer, {len(made.exercises)} answers
- Data: {len(learned[0]):,} made-up films, seed {SEED}, none of a real person:
  {len(learned[0]) - strange:,} of our exercises, {strange:,} of {kinds} kinds of movement that are
  none of ours.

## Made-up people held out

Most are filmed in part: the lower body, the head or one side is out of the picture, or something
stands before a pair of joints. One temperature was chosen on these films, nothing else.

| answer | films | told, % |
|---|---|---|
{table}

Of our exercises {accuracy(made, known, theirs[2][~told]):.1%} are told. Taken for one of ours, at
least {UNSURE:.0%} sure, are {accepted(made, theirs[2][told], UNSURE):.1%} of the strangers, and
{unheard(*learned, theirs):.1%} of kinds that a network like this one never learned from: who does
something near to one of ours that nobody thought of may be scored as that.

What it reaches on real films: [form-benchmarks](../form-benchmarks/README.md), `recognition` and
`live`.
"""


def _row(made: Recogniser, name: str, theirs: Table) -> str:
    rows = [n for n, each in enumerate(theirs[0]) if each == name]
    right = accuracy(made, [name] * len(rows), theirs[2][rows])
    return f"| {name} | {len(rows)} | {100 * right:.1f} |"


def main() -> None:
    """Make the recogniser, keep it in the package and write its card."""
    cards = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/models")
    blocks = [films(block) for block in range(BLOCKS)]
    names, kinds = ([each for block in blocks for each in block[at]] for at in (0, 1))
    learned = (names, kinds, np.concatenate([block[2] for block in blocks]))
    theirs = films(HELD_OUT)
    made = tempered(fitted(names, learned[2]), theirs[0], theirs[2])
    save(made, SHIPPED)
    page = card(made, learned, theirs)
    (cards / "recogniser.md").write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
