"""The way of a network on the command line: trained, killed, trained on, evaluated, exported."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lab.form.small import write
from spotter.kit.errors import BadInput, Conflict, NotFound
from spotter.lab.commands import app
from spotter.lab.form.export.check import MOST_APART
from spotter.lab.form.export.convert import Kind
from spotter.lab.form.models import Tcn, build

PATIENCE_S = 240


def run(*words: object) -> str:
    """Return what the command printed; errors come as they are raised."""
    answer = CliRunner().invoke(app, ["form", *map(str, words)], catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("data") / "reps", people=40, each=4)


def training(data: Path, out: Path) -> list[object]:
    return ["train", "--data", data, "--out", out, "--epochs", 4, "--batch-size", 32, "--cpu-only"]


@pytest.fixture(scope="module")
def killed(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run that was killed after an epoch."""
    out = tmp_path_factory.mktemp("run") / "run"
    words = [sys.executable, "-m", "spotter", "lab", "form", *map(str, training(data, out))]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + PATIENCE_S
        while not (out / "state.json").exists() and time.monotonic() < until:
            time.sleep(0.1)
        os.kill(process.pid, signal.SIGKILL)
    return out


def test_a_killed_run_goes_on_and_its_network_is_evaluated_and_exported(
    data: Path, killed: Path, tmp_path: Path
) -> None:
    before = json.loads((killed / "history.json").read_text())
    run(*training(data, killed))
    after = json.loads((killed / "history.json").read_text())
    assert 1 <= len(before) < 4
    assert after[: len(before)] == before
    assert [line["epoch"] for line in after] == [1, 2, 3, 4]
    assert (killed / "history.png").stat().st_size > 4000

    best = killed / "best.keras"
    found = json.loads(
        run("evaluate", "--data", data, "--model", best, "--out", tmp_path, "--json")
    )
    overall = next(row for row in found["rows"] if row["dimension"] == "overall")
    assert overall["count"] == 4 * 4
    assert {"predictions.csv", "metrics.json", "scatter.png"} <= {
        path.name for path in tmp_path.iterdir()
    }

    told = run("export", "--model", best, "--data", data, "--out", tmp_path, "--test")
    assert "float16" in told
    served = tmp_path / "best-float16.tflite"
    assert served.stat().st_size < 500_000
    by_file = json.loads(run("evaluate", "--data", data, "--model", served, "--json"))
    assert by_file["rows"][5]["mae"][0] == pytest.approx(found["rows"][5]["mae"][0], abs=0.1)


def test_a_quantized_file_that_scores_otherwise_is_left_out_and_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = write(tmp_path / "small", people=20, each=2)
    build(Tcn(filters=(8,), kernels=(5,), dense=8)).save(tmp_path / "best.keras")
    monkeypatch.setitem(MOST_APART, Kind.INT8, -1.0)
    words = ["--model", tmp_path / "best.keras", "--data", small, "--out", tmp_path]
    assert "left out" in run("export", *words, "--quantize", "--test")
    kept = {one["kind"]: one["kept"] for one in json.loads((tmp_path / "export.json").read_text())}
    assert kept == {"float32": True, "float16": True, "dynamic": True, "int8": False}
    assert {path.name for path in tmp_path.glob("*.tflite")} == {
        f"best-{kind}.tflite" for kind, whether in kept.items() if whether
    }


def test_more_repetitions_are_learned_from_too(tmp_path: Path) -> None:
    from spotter.lab.form.commands.train import _material

    data, also = (
        write(tmp_path / name, people=20, each=each) for name, each in (("a", 2), ("b", 3))
    )
    alone, both = (_material(data, more, None, "", 90) for more in (None, also))
    assert len(both.train) == len(alone.train) * 5 // 2
    assert len(both.validation) == len(alone.validation) * 5 // 2
    assert both.real_train is None


@pytest.mark.parametrize(
    ("words", "error", "says"),
    [
        (["--phase", "4"], BadInput, "1, 2 or 3"),
        (["--phase", "2"], BadInput, "--real"),
        (["--epochs", "0"], BadInput, "--epochs must be"),
        (["--model", "lstm"], BadInput, "there are rep-tcn"),
        (["--standard-model", "--high-accuracy"], BadInput, "not both"),
        (["--exercise", "flying"], NotFound, "no kind of exercise"),
        (["--learning-rate", "-1"], BadInput, "not below 0"),
    ],
)
def test_a_wrong_option_is_told_before_anything_is_written(
    words: list[str], error: type[Exception], says: str, data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    with pytest.raises(error, match=says):
        run("train", "--data", data, "--out", out, *words)
    assert not (out / "state.json").exists()


def test_another_run_in_the_same_folder_is_refused(data: Path, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(Conflict, match="Name another --out"):
        run(*training(data, tmp_path))


def test_evaluating_a_network_that_is_not_there_says_how_to_make_one(
    data: Path, tmp_path: Path
) -> None:
    with pytest.raises(NotFound, match="spotter lab form train"):
        run("evaluate", "--data", data, "--model", tmp_path / "none.keras")
