"""What Feast is told: one entity, one wide view generated from the catalogue, the services."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from feast import Entity, FeatureService, FeatureView, Field, FileSource, ValueType
from feast.types import Float64, String

from spotter.body.features.catalogue import FEATURES
from spotter.body.featurestore.address import VIEW
from spotter.body.featurestore.rows import fingerprint
from spotter.body.featurestore.services import SERVICES

# A state of the body older than a month tells nothing about today: most windows are 28 days.
TTL = timedelta(days=28)

ATHLETE = Entity(name="athlete", join_keys=["athlete_id"], value_type=ValueType.STRING)


def view(offline: Path) -> FeatureView:
    """Return the wide view over the rows that lie in the folder `offline`."""
    source = FileSource(
        name="athlete_days",
        path=str(offline),
        timestamp_field="known_from",
        created_timestamp_column="created",
    )
    fields = [
        Field(name=name, dtype=Float64, description=one.about, tags={"unit": one.unit})
        for name, one in FEATURES.items()
    ]
    return FeatureView(
        name=VIEW,
        entities=[ATHLETE],
        ttl=TTL,
        schema=[Field(name="athlete_id", dtype=String), *fields],
        source=source,
        online=True,
        description="One calendar day of one athlete",
        tags={"catalogue": fingerprint()},
    )


def services(of: FeatureView) -> list[FeatureService]:
    """Return one Feast service for each of `services.SERVICES`."""
    return [
        FeatureService(name=one.name, features=[of[list(one.features)]], description=one.about)
        for one in SERVICES.values()
    ]
