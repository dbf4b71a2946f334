"""`spotter lab form train`: make a network, in three phases, going on after a kill."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spotter.kit.errors import BadInput

if TYPE_CHECKING:
    from spotter.lab.form.models import ModelConfig
    from spotter.lab.form.training.loop import Material, Plan
    from spotter.lab.form.training.phases import Phase


def train(  # noqa: PLR0917 - the options of the command
    data: Annotated[Path, typer.Option(help="Dataset of synthetic repetitions")],
    out: Annotated[Path, typer.Option(help="Folder of the run; the same command goes on in it")],
    real: Annotated[Path | None, typer.Option(help="Dataset of labelled real repetitions")] = None,
    also: Annotated[
        Path | None, typer.Option(help="More synthetic repetitions, such as seen perfectly")
    ] = None,
    model: Annotated[str, typer.Option(help="rep-tcn or rep-bilstm")] = "rep-tcn",
    standard_model: Annotated[bool, typer.Option(help="Train the standard clip scorer")] = False,
    high_accuracy: Annotated[bool, typer.Option(help="Train the larger clip scorer")] = False,
    exercise: Annotated[str, typer.Option(help="One exercise only; default: all")] = "",
    phase: Annotated[int, typer.Option(help="1, 2 or 3; 0: all there is data for")] = 0,
    epochs: Annotated[int, typer.Option(help="At most so many in each phase")] = 30,
    batch_size: Annotated[int, typer.Option(help="Repetitions a step")] = 128,
    learning_rate: Annotated[
        float, typer.Option(help="0: 1e-3, 1e-4 and 1e-5 in the three phases")
    ] = 0.0,
    patience: Annotated[int, typer.Option(help="Epochs without gain before a phase ends")] = 8,
    num_frames: Annotated[int, typer.Option(help="Frames a repetition is read at")] = 90,
    begin_with: Annotated[
        Path | None, typer.Option(help="Network to go on from, for --phase 2 or 3")
    ] = None,
    augment: Annotated[bool, typer.Option(help="Vary what is learned from")] = True,
    seed: Annotated[int, typer.Option(help="The same seed gives the same run")] = 7,
    cpu_only: Annotated[bool, typer.Option(help="Leave a graphics card alone")] = False,
) -> None:
    """Train a form network; what was trained before a kill is kept."""
    _limits(
        epochs=epochs, batch_size=batch_size, patience=patience, num_frames=(num_frames, 10, 600)
    )
    config = replace(_config(model, standard=standard_model, high=high_accuracy), frames=num_frames)
    from spotter.lab.form.training.device import prepare
    from spotter.lab.form.training.history import plot
    from spotter.lab.form.training.loop import Plan
    from spotter.lab.form.training.loop import train as run_all
    from spotter.lab.form.training.progress import Live
    from spotter.lab.form.training.run import Run

    said = prepare(cpu_only=cpu_only)
    plan = Plan(
        config,
        _phases(phase, learning_rate, real=real is not None),
        epochs,
        batch_size,
        patience,
        seed,
        begin_with,
    )
    if augment:
        from spotter.lab.form.augment import AT_HOME

        plan = replace(plan, augment=AT_HOME)
    material = _material(data, also, real, exercise, num_frames)
    run = Run(out, _asked(plan, data, also, real, exercise, augment))
    print(f"{said}; {len(material.train):,} repetitions to learn from", file=sys.stderr)
    with Live() as watcher:
        best = run_all(plan, material, run, watcher)
    plot(run.history(), out / "history.png")
    print(f"{best}, history in {out / 'history.png'}")


def _limits(**values: Any) -> None:
    for name, value in values.items():
        number, low, high = value if isinstance(value, tuple) else (value, 1, 100_000)
        if not low <= number <= high:
            option = name.replace("_", "-")
            raise BadInput(f"--{option} must be between {low} and {high}.", field=name)


def _config(model: str, *, standard: bool, high: bool) -> ModelConfig:
    from spotter.lab.form.models.configs import CONFIGS

    if standard and high:
        raise BadInput("Choose --standard-model or --high-accuracy, not both.", field="model")
    name = "clip-standard" if standard else "clip-high-accuracy" if high else model
    if name not in CONFIGS:
        raise BadInput(f"'{name}' is no network; there are {', '.join(CONFIGS)}.", field="model")
    return CONFIGS[name]


def _phases(number: int, rate: float, *, real: bool) -> tuple[Phase, ...]:
    from spotter.lab.form.training.phases import PHASES

    if not 0 <= number <= len(PHASES):
        raise BadInput("--phase is 1, 2 or 3, or 0 for all there is data for.", field="phase")
    if rate < 0:
        raise BadInput("--learning-rate is not below 0.", field="learning_rate")
    wanted = [one for one in PHASES if number in (0, one.number)]
    if number == 0 and not real:
        wanted = [one for one in wanted if not one.real]
    return tuple(replace(one, learning_rate=rate or one.learning_rate) for one in wanted)


def _material(
    data: Path, also: Path | None, real: Path | None, exercise: str, frames: int
) -> Material:
    from spotter.form.exercises import exercise as named
    from spotter.lab.form.reps import joined
    from spotter.lab.form.training.loop import Material
    from spotter.lab.form.training.splits import load, only, paced

    number = named(exercise).number if exercise else None
    parts = []
    for folder in (data, also, real):
        for split in ("train", "validation"):
            found = paced(only(load(folder, split), number), frames) if folder else None
            if found is not None and not len(found):
                raise BadInput(f"{folder} has no repetition of '{exercise}' in {split}.")
            parts.append(found)
    learned, held = (joined(one for one in parts[at:4:2] if one is not None) for at in (0, 1))
    return Material(learned, held, *parts[4:])


def _asked(  # noqa: PLR0917 - what decides the outcome, each once
    plan: Plan, data: Path, also: Path | None, real: Path | None, exercise: str, augment: bool
) -> dict[str, Any]:
    """Return what decides the outcome, as the run keeps it."""
    return {
        "network": type(plan.config).__name__,
        "config": asdict(plan.config),
        "phases": [asdict(phase) for phase in plan.phases],
        "epochs": plan.epochs,
        "batch_size": plan.batch_size,
        "patience": plan.patience,
        "seed": plan.seed,
        "augment": augment,
        "exercise": exercise,
        "data": str(data),
        "also": str(also or ""),
        "real": str(real or ""),
        "begin_with": str(plan.begin_with or ""),
    }
