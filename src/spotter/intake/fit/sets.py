"""Set messages of a strength session."""

from __future__ import annotations

from spotter.intake.fit import names
from spotter.intake.fit.teller import Teller, first, number
from spotter.intake.fit.wire import Fields, Message, Value

SET = 225
WANTED: Fields = {SET: frozenset({0, 3, 4, 5, 6, 7, 8, 9, 10})}
_ACTIVE = 1


class Sets:
    """Tells the sets; rests are left out, and counted."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self.handlers = {SET: self._set}

    def _set(self, message: Message) -> None:
        """Tell one set. Its time is field 6: field 254 is the start of the session in all of them.

        A weight of 0 or none means that nobody entered it, not that there was none.
        """
        values = message.values
        if values.get(5) != _ACTIVE:
            self._teller.drafts.skip("rest between sets")
            return
        load = number(values.get(4), 16) or None
        start, lasted = number(values.get(6)), number(values.get(0), 1000)
        repetitions, index = values.get(3), values.get(10)
        guesses = _guesses(values.get(7), values.get(8))
        self._teller.row(
            "set",
            "set",
            start,
            None if start is None else start + (lasted or 0.0),
            value=load,
            unit="kg",
            text=guesses[0],
            metadata={
                "reps": repetitions,
                "duration_s": lasted,
                "kind": "work",
                "index": index,
                "load": "not_entered" if load is None else "external",
                "guesses": guesses[1:] or None,
            },
            content=f"{guesses[0]}/{index}/{repetitions}",
        )


def _guesses(category: Value | None, subtype: Value | None) -> list[str]:
    """Return the exercises the watch took this for, likeliest first; `unknown` when none."""
    categories = category if isinstance(category, tuple) else (first(category),)
    subtypes = subtype if isinstance(subtype, tuple) else (first(subtype),)
    padded = (*subtypes, *(None,) * len(categories))
    pairs = zip(categories, padded, strict=False)
    found = [names.exercise(group, kind) for group, kind in pairs]
    known = [name for name in dict.fromkeys(found) if name != "unknown"]
    return known or ["unknown"]
