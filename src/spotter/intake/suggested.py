"""What a file says about the person, in the words of the profile: offered, never entered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from spotter.athletes.profile_codec import HEIGHT_M, MASS_KG

_APPLE = "HKCharacteristicTypeIdentifier"
_SEX = {"HKBiologicalSexFemale": "female", "HKBiologicalSexMale": "male"}
_OLDEST_YEARS = 120
# Signal → field of the profile, the range it allows, decimals that a scale or a rule can show.
_MEASURED = {"mass": ("mass_kg", MASS_KG, 2), "height": ("height_m", HEIGHT_M, 3)}

Measured = Mapping[str, tuple[date, float]]


def suggested(
    person: Mapping[str, str], today: date, latest: Measured | None = None
) -> dict[str, str | float]:
    """Return `birth_date` (ISO), `sex`, `mass_kg` and `height_m`, where the file tells them.

    `person` are the characteristics as exported (Apple's `Me`), or under the profile's own names
    (`birth_date`, `sex`; the plain tables). `latest` are the last `mass` (kg) and `height` (m) of
    the records with their day, which is told as `mass_kg_on`, `height_m_on` (ISO). What is not set,
    or is no answer that the profile takes, is left out.
    """
    found: dict[str, str | float] = {}
    try:
        told = person.get("birth_date") or person.get(f"{_APPLE}DateOfBirth", "")
        born = date.fromisoformat(told)
    except ValueError:
        born = None
    if born is not None and born < today and today.year - born.year <= _OLDEST_YEARS:
        found["birth_date"] = born.isoformat()
    sex = person.get("sex") or _SEX.get(person.get(f"{_APPLE}BiologicalSex", ""))
    if sex in _SEX.values():
        found["sex"] = str(sex)
    for signal, (day, value) in (latest or {}).items():
        field, (low, high), decimals = _MEASURED[signal]
        if low <= value <= high:
            found |= {field: round(value, decimals), f"{field}_on": day.isoformat()}
    return found
