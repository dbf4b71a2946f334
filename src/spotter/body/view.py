"""A day and its readiness as plain JSON values."""

from __future__ import annotations

from spotter.body.baseline import MONTH, WEEK
from spotter.body.metrics import METRICS
from spotter.body.state import BodyState, Evidence, Readiness, Reading

Json = dict[str, object]

# Enough for every unit; more would show digits that no device measured.
_DIGITS = 4


def day_document(state: BodyState, ready: Readiness) -> Json:
    """Return one day: every metric with its baselines, and readiness."""
    return {
        "date": state.day.isoformat(),
        "metrics": {name: metric_document(one) for name, one in state.readings.items()},
        "readiness": readiness_document(ready),
    }


def metric_document(reading: Reading) -> Json:
    """Return one reading: value, own baselines, deviation in SDs, coverage 0-1, source."""
    metric = METRICS[reading.metric]
    return {
        "label": metric.label,
        "unit": metric.unit,
        "better": metric.better,
        "value": _short(reading.value),
        "baseline_7": _baseline(reading.mean_7, reading.sd_7, reading.n_7, WEEK),
        "baseline_28": _baseline(reading.mean_28, reading.sd_28, reading.n_28, MONTH),
        "deviation": _short(reading.z),
        "age_days": reading.age_days,
        "source": reading.source,
    }


def _baseline(mean: float | None, sd: float | None, known: int, days: int) -> Json:
    return {
        "mean": _short(mean),
        "sd": _short(sd),
        "days": known,
        "coverage": _short(known / days),
    }


def readiness_document(ready: Readiness) -> Json:
    """Return readiness with its evidence, what is missing and what would raise it."""
    return {
        "score": ready.score,
        "confidence": ready.confidence,
        "evidence": [_evidence(one) for one in ready.evidence],
        "missing": [{"code": one.code, "text": one.text} for one in ready.missing],
        "levers": [
            {"code": one.code, "text": one.text, "score": one.score, "gain": one.gain}
            for one in ready.levers
        ],
    }


def _evidence(one: Evidence) -> Json:
    return {
        "code": one.code,
        "label": one.label,
        "text": one.text,
        "score": _short(one.score),
        "weight": _short(one.weight),
        "value": _short(one.value),
        "baseline": _short(one.baseline),
        "deviation": _short(one.deviation),
        "unit": one.unit,
        "coverage": _short(one.coverage),
        "source": one.source,
    }


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
