"""What is believed of an athlete: read from what they, and those who teach, taught."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from spotter.prescribe.bandit.linear import Posterior
from spotter.prescribe.bandit.pooling import Evidence, athletes_posterior
from spotter.prescribe.recommend.record import from_json
from spotter.prescribe.recommend.used import used
from spotter.store.uow import UnitOfWork


def believed(uow: UnitOfWork, athlete_id: str) -> tuple[Posterior, str]:
    """Return the athlete's posterior and its version: rewards of their own / of the others."""
    context = used()
    stored = uow.learned.evidence(athlete_id, context.name)
    own = none() if stored is None else from_body(stored.body)
    others = from_body(uow.population.get(context.name))
    if stored is not None and stored.taught:
        # What they taught the others must not come back to them as if others had said it.
        others = others.plus(own.told(), times=-1)
    version = f"{context.name}:{round(own.count)}/{round(others.count)}"
    return athletes_posterior(context.first_prior(), others, own), version


def believed_on(
    uow: UnitOfWork, athlete_id: str, day: date, *, shown: bool
) -> tuple[Posterior, str]:
    """Return the posterior that a choice of `day` rests on, and its version.

    It is that of the stored choice once its plan was `shown` and is still true, or a session was
    begun from it: what is learned between a look at the plan and its start changes neither the
    session nor its propensity. Otherwise it is what is believed now.
    """
    for stored in uow.learned.choices(athlete_id, day, day):
        fixed = shown or stored.taken != "open"
        if fixed and stored.body["contexts"] == used().name:
            record = from_json(stored.body)
            return record.posterior, record.version
    return believed(uow, athlete_id)


def none() -> Evidence:
    """Return the evidence of nobody, in the contexts that choices are made with now."""
    return Evidence.none(used().size)


def to_body(evidence: Evidence) -> dict[str, Any]:
    """Return the evidence as JSON values."""
    return {
        "gram": evidence.gram.tolist(),
        "moment": evidence.moment.tolist(),
        "squares": evidence.squares,
        "count": evidence.count,
    }


def from_body(body: Mapping[str, Any] | None) -> Evidence:
    """Return what `to_body` wrote; no evidence for None."""
    if body is None:
        return none()
    return Evidence(
        np.array(body["gram"]), np.array(body["moment"]), body["squares"], body["count"]
    )
