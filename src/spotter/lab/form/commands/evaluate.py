"""`spotter lab form evaluate`: how far the scores of a network agree with the true ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spotter.kit.errors import BadInput

if TYPE_CHECKING:
    from spotter.lab.form.evaluation.infer import Told
    from spotter.lab.form.evaluation.predictions import Predictions
    from spotter.lab.form.reps import Reps


def evaluate(
    data: Annotated[Path, typer.Option(help="Dataset whose people were held out")],
    model: Annotated[
        Path | None, typer.Option(help="A .keras or .tflite file; default: the one shipped")
    ] = None,
    split: Annotated[str, typer.Option(help="train, validation, test or all")] = "test",
    out: Annotated[
        Path | None, typer.Option(help="Folder for predictions.csv, metrics.json and plots")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the metrics as JSON")] = False,
) -> None:
    """Print MAE, RMSE, Pearson and ICC(2,1) per exercise and dimension, with intervals."""
    from spotter.form.served import shipped
    from spotter.lab.form.evaluation.infer import told
    from spotter.lab.form.evaluation.table import markdown, rows
    from spotter.lab.form.training.splits import load

    reps = load(data, split)
    if not len(reps):
        raise BadInput(f"{data} has nobody in '{split}'.", field="split")
    answer = told(model or shipped(), reps)
    found = answer.beside(reps)
    table = rows(found)
    document: dict[str, Any] = {"split": split, "rows": [row.document() for row in table]}
    if answer.exercise is not None:
        document["accuracy"] = float((answer.exercise == reps.exercise).mean())
    if out:
        _keep(out, found, reps, answer)
        (out / "metrics.json").write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    if as_json:
        print(json.dumps(document, indent=1))
        return
    print(markdown(table), end="")
    if "accuracy" in document:
        print(f"\nExercise told right: {document['accuracy']:.1%}")


def _keep(out: Path, found: Predictions, reps: Reps, answer: Told) -> None:
    from spotter.form.exercises import EXERCISES
    from spotter.lab.form.evaluation import plots
    from spotter.lab.form.evaluation.predictions import write

    out.mkdir(parents=True, exist_ok=True)
    write(found, out / "predictions.csv")
    plots.scatter(found, out / "scatter.png")
    plots.errors(found, out / "errors.png")
    plots.bland_altman(found, out / "bland-altman.png")
    if answer.exercise is not None:
        names = list(EXERCISES)
        plots.confusion(reps.exercise, answer.exercise, names, out / "confusion.png")
