"""What the learned ranker sees: the athlete as the service knows them, and one candidate.

Nothing here looks behind what a person told or a device measured. A value that is not known is
given as what is usual, and where that matters a second feature says that it is not known.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spotter.prescribe.candidate import Candidate
from spotter.prescribe.inputs import Inputs
from spotter.prescribe.ranker.asked import ASKED, asked
from spotter.prescribe.ranker.known import KNOWN, known
from spotter.prescribe.ranker.lately import lately
from spotter.prescribe.schedule import Due
from spotter.prescribe.situation import Situation

FEATURES = (*KNOWN, *ASKED)
Rows = NDArray[np.float32]


def rows(inputs: Inputs, now: Situation, due: Due, candidates: Sequence[Candidate]) -> Rows:
    """Return one row of `FEATURES` for each candidate, (n, len(FEATURES)) float32, all finite.

    `candidates` are all that the day offers: some features set one beside the others.
    """
    past = lately(inputs)
    athlete = known(inputs, now, due, past)
    table = np.empty((len(candidates), len(FEATURES)), dtype=np.float32)
    table[:, : len(KNOWN)] = athlete
    table[:, len(KNOWN) :] = asked(candidates, inputs, now, past)
    return table
