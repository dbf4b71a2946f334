"""The garbage collector of a process that serves: it leaves alone what lives as long as itself.

Modules, the catalogue and the networks are hundreds of thousands of objects that no collection
frees; looked through again and again, they make one answer in a few hundred late by a tenth of a
second. What a request leaves behind is freed by counting references, cycles aside.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New objects before the young are looked through, and how often that is before older ones are. A
# decision makes some thousands.
YOUNG, MIDDLE, OLD = 20_000, 20, 20


@contextmanager
def settled() -> Iterator[None]:
    """Leave out what exists now, and collect what is new less often, for as long as it lasts."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
