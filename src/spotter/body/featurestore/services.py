"""Which features each model is given: one named service a model, of whole families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spotter.body.features.catalogue import FEATURES
from spotter.kit.errors import BadInput

# Shown to people, never given to a model: see docs/body.md.
DISPLAY_ONLY = frozenset({"load_acwr", "load_acwr_uncoupled"})


@dataclass(frozen=True, slots=True)
class Service:
    """The features of one model, by family."""

    name: str
    about: str
    families: frozenset[str]

    @property
    def features(self) -> tuple[str, ...]:
        """Return the names of the service's features, in the catalogue's order."""
        return tuple(
            name
            for name, one in FEATURES.items()
            if one.family in self.families and name not in DISPLAY_ONLY
        )


_EVERY = frozenset(one.family for one in FEATURES.values())

SERVICES: Mapping[str, Service] = {
    one.name: one
    for one in (
        Service("ranker", "which of today's candidates suits this athlete", _EVERY),
        Service(
            "bandit",
            "the context in which a kind of session is chosen",
            frozenset(
                {"recovery", "sleep", "load", "fitness_fatigue", "wellbeing", "adherence",
                 "context"}
            ),
        ),
        Service(
            "progression",
            "how much more a lift may ask for",
            frozenset({"recovery", "load", "strength", "volume", "wellbeing", "context"}),
        ),
        Service(
            "endurance",
            "how pace and fitness develop",
            frozenset({"recovery", "load", "fitness_fatigue", "endurance", "context", "goals"}),
        ),
    )
}  # fmt: skip


def service(name: str) -> Service:
    """Return the service called `name`; raises `BadInput`."""
    if name not in SERVICES:
        raise BadInput(
            f"There is no feature service '{name}'; choose one of: {', '.join(SERVICES)}.",
            field="service",
        )
    return SERVICES[name]
