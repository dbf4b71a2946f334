"""What is served without scikit-learn is what scikit-learn fitted, to the last bit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from spotter.body.features.compute import features
from spotter.body.featurestore import prepared
from spotter.body.featurestore.prepared import OutOfDate, Prepared
from spotter.body.featurestore.services import SERVICES
from spotter.kit.errors import BadInput
from spotter.lab.commands import app
from spotter.lab.features.preparing import KINDS, export, fit, matrix, ordered
from spotter.lab.population import population


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return pl.concat(features(one) for one in population(6, 60))


@pytest.mark.parametrize("name", SERVICES)
def test_the_arrays_do_what_the_pipeline_does(name: str, rows: pl.DataFrame) -> None:
    names = ordered(name)
    trained, served = matrix(rows.head(240), names), matrix(rows.tail(120), names)
    fitted = fit(trained, names)
    arrays = export(fitted, names)
    for each in (trained, served, np.full((1, len(names)), np.nan)):
        found = arrays.apply(each)
        np.testing.assert_array_equal(found, fitted.transform(each))
        assert found.shape == (len(each), len(arrays.columns))
        assert np.isfinite(found).all()


def test_each_column_is_what_it_is_called(rows: pl.DataFrame) -> None:
    names = ordered("bandit")
    arrays = export(fit(matrix(rows, names), names), names)
    values = dict.fromkeys(names, 1.0) | {"resting_hr_last": None, "training_level": 2.0}
    told = dict(zip(arrays.columns, arrays.row(values)[0], strict=True))
    assert told["resting_hr_last is missing"] == 1
    assert told["sleep_time_last is missing"] == 0
    at = names.index("resting_hr_last")
    filled = (arrays.fill[at] - arrays.mean[at]) / arrays.scale[at]
    assert told["resting_hr_last"] == filled
    levels = [told[f"training_level is {level:g}"] for level in KINDS["training_level"]]
    assert levels == [0, 0, 1]
    unknown = arrays.row({**values, "training_level": None, "is_female": 7.0})[0]
    assert unknown[-len(arrays.values) :].tolist() == [0] * len(arrays.values)


def test_what_is_saved_comes_back_and_needs_no_scikit_learn(
    rows: pl.DataFrame, tmp_path: Path
) -> None:
    names = ordered("progression")
    arrays = export(fit(matrix(rows, names), names), names)
    arrays.save(tmp_path / "prepared.npz")
    again = Prepared.load(tmp_path / "prepared.npz")
    some = matrix(rows.tail(9), names)
    np.testing.assert_array_equal(again.apply(some), arrays.apply(some))
    assert again.columns == arrays.columns
    asked = (
        "import sys; from pathlib import Path; from spotter.body.featurestore.prepared import *;"
        f"Prepared.load(Path({str(tmp_path / 'prepared.npz')!r})).row({{}});"
        "print('sklearn' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_arrays_of_other_features_are_refused(
    rows: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ordered("progression")
    export(fit(matrix(rows, names), names), names).save(tmp_path / "prepared.npz")
    monkeypatch.setattr(prepared, "made_of", lambda _: "another catalogue")
    with pytest.raises(OutOfDate):
        Prepared.load(tmp_path / "prepared.npz")
    (tmp_path / "other.npz").write_bytes(b"no arrays")
    with pytest.raises(BadInput):
        Prepared.load(tmp_path / "other.npz")


def test_too_few_rows_and_rows_of_another_width_are_refused(rows: pl.DataFrame) -> None:
    names = ordered("bandit")
    with pytest.raises(BadInput, match="at least 30"):
        fit(matrix(rows.head(29), names), names)
    arrays = export(fit(matrix(rows, names), names), names)
    with pytest.raises(BadInput, match="features"):
        arrays.apply(np.zeros((1, 3)))


def test_the_command_fits_on_rows_that_lab_features_wrote(
    rows: pl.DataFrame, tmp_path: Path
) -> None:
    rows.write_parquet(tmp_path / "part.parquet")
    out = tmp_path / "ranker.npz"
    asked = ["prepare", "--rows", str(tmp_path), "--service", "ranker", "--out", str(out)]
    done = CliRunner().invoke(app, asked, catch_exceptions=False)
    assert done.stdout.startswith("360 rows of ")
    assert Prepared.load(out).names == ordered("ranker")
    with pytest.raises(BadInput, match="exists already"):
        CliRunner().invoke(app, asked, catch_exceptions=False)
