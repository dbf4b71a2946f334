"""The loop of training: phases of epochs, the best network kept, a kill gone on from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np

from spotter.kit.errors import BadInput
from spotter.lab.form.models import ClipScorer, ModelConfig, build, opened
from spotter.lab.form.models.build import STEM
from spotter.lab.form.reps import Reps, joined
from spotter.lab.form.training.batches import Augment, epoch, taken, unchanged, wanted
from spotter.lab.form.training.losses import Points, known_huber
from spotter.lab.form.training.phases import Phase, paced_rate
from spotter.lab.form.training.progress import Silent, Watcher
from spotter.lab.form.training.run import BEST, Run, State

DECAY = 1e-4
JUDGED_BY = 512
_TOLD = {"mae", "rmse", "accuracy", "loss"}


@dataclass(frozen=True, slots=True)
class Material:
    """What a run learns from and what it is held against: never the same people."""

    train: Reps
    validation: Reps
    real_train: Reps | None = None
    real_validation: Reps | None = None

    def of(self, phase: Phase) -> tuple[Reps, Reps]:
        """Return the repetitions a phase learns from and those that tell it when to stop."""
        pairs = []
        if phase.synthetic:
            pairs.append((self.train, self.validation))
        if phase.real:
            if self.real_train is None or self.real_validation is None:
                raise BadInput(
                    f"Phase {phase.number} learns from real repetitions: name a dataset of them "
                    "with --real.",
                    field="real",
                )
            pairs.append((self.real_train, self.real_validation))
        learned, held = zip(*pairs, strict=True)
        return joined(list(learned)), joined(list(held))


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run goes: its phases and what holds in each of them."""

    config: ModelConfig
    phases: tuple[Phase, ...]
    epochs: int = 30
    batch_size: int = 128
    patience: int = 8
    seed: int = 7
    begin_with: Path | None = None
    augment: Augment = field(default=unchanged)


def train(plan: Plan, material: Material, run: Run, watcher: Watcher | None = None) -> Path:
    """Train as `plan` says, going on where `run` stopped; return the path of the best network."""
    watcher = watcher or Silent()
    for phase in plan.phases:
        state = run.state()
        if state and (state.phase > phase.number or (state.phase == phase.number and state.ended)):
            continue
        resumed = state if state and state.phase == phase.number else None
        _phase(plan, phase, material, run, resumed, watcher)
    return run.folder / BEST


def _phase(  # noqa: PLR0917 - what a phase needs, each once
    plan: Plan, phase: Phase, material: Material, run: Run, state: State | None, watcher: Watcher
) -> None:
    learned, held = material.of(phase)
    if state:
        model = keras.models.load_model(run.folder / state.checkpoint)
    else:
        model = _begun(plan, phase, run)
        state = State(phase.number, 0, float("inf"), 0, "")
    while state.epochs < plan.epochs and state.since_best < plan.patience:
        number = state.epochs + 1
        rate = paced_rate(phase.learning_rate, state.epochs / plan.epochs)
        model.optimizer.learning_rate = rate
        line = {"phase": phase.number, "epoch": number, "rate": rate}
        line |= _learn(plan, model, learned, (phase.number, number), watcher)
        line |= {f"val_{key}": value for key, value in judge(plan.config, model, held).items()}
        better = line["val_loss"] < state.best
        state = State(
            phase.number,
            number,
            min(line["val_loss"], state.best),
            0 if better else state.since_best + 1,
            f"phase{phase.number}-epoch{number:03d}.keras",
        )
        run.keep(model, state, line, best=better)
        watcher.epoch(line)
    run.end(replace(state, ended=True))


def _begun(plan: Plan, phase: Phase, run: Run) -> keras.Model:
    """Return the network a phase begins with: the best of the phase before, or a new one."""
    best = run.folder / BEST
    before = best if phase != plan.phases[0] else plan.begin_with
    if before:
        model = opened(before)
    elif phase.number > 1:
        raise BadInput(
            f"Phase {phase.number} goes on from a trained network: run the phases before it in "
            "the same --out, or name one with --begin-with.",
            field="phase",
        )
    else:
        keras.utils.set_random_seed(plan.seed)
        model = build(plan.config)
    for layer in model.layers:
        layer.trainable = not (phase.frozen and layer.name.startswith(STEM))
    made_ready(model, plan.config, phase.learning_rate)
    return model


def made_ready(model: keras.Model, config: ModelConfig, rate: float) -> None:
    """Give the network its optimiser (AdamW, Loshchilov & Hutter 2019), loss and errors.

    Compiled ahead (XLA) a step gains a fifth on a processor, and the compilation takes longer than
    an epoch.
    """
    optimizer = keras.optimizers.AdamW(rate, weight_decay=DECAY, clipnorm=1.0)
    errors = [Points("mae", 1), Points("rmse", 2)]
    if isinstance(config, ClipScorer):
        model.compile(
            optimizer,
            loss={"quality": known_huber, "exercise": "sparse_categorical_crossentropy"},
            # The share of wrong types would drown the error of the quality otherwise.
            loss_weights={"quality": 1.0, "exercise": 0.1},
            metrics={"quality": errors, "exercise": ["accuracy"]},
            jit_compile=False,
        )
    else:
        model.compile(optimizer, loss=known_huber, metrics=errors, jit_compile=False)


def _learn(
    plan: Plan, model: keras.Model, reps: Reps, at: tuple[int, int], watcher: Watcher
) -> dict[str, float]:
    """Learn from `reps` once, in the phase and epoch `at`; return the means over its batches."""
    batches = -(-len(reps) // plan.batch_size)
    rate = float(model.optimizer.learning_rate)
    model.reset_metrics()
    values: dict[str, float] = {}
    drawn = epoch(
        reps, plan.config, size=plan.batch_size, seed=(plan.seed, *at), augment=plan.augment
    )
    for done, (x, y) in enumerate(drawn, start=1):
        values = _plain(model.train_on_batch(x, y, return_dict=True))
        name = f"phase {at[0]} epoch {at[1]}/{plan.epochs}"
        watcher.batch(name, done, batches, {**values, "rate": rate})
    if not np.isfinite(values["loss"]):
        raise BadInput(
            f"The loss is no number after epoch {at[1]}: begin anew with a lower --learning-rate.",
            field="learning_rate",
        )
    return values


def judge(config: ModelConfig, model: keras.Model, reps: Reps) -> dict[str, float]:
    """Return loss and errors of the network on `reps`."""
    model.reset_metrics()
    found: dict[str, Any] = {}
    for begin in range(0, len(reps), JUDGED_BY):
        part = reps.of(np.arange(begin, min(begin + JUDGED_BY, len(reps))))
        found = model.test_on_batch(taken(part, config), wanted(part, config), return_dict=True)
    return _plain(found)


def _plain(found: dict[str, Any]) -> dict[str, float]:
    """Name values alike for both kinds of network: `quality_mae` and `mae` are `mae`."""
    plain = {}
    for key, value in found.items():
        name = key.rpartition("_")[2]
        if name in _TOLD and (key == name or name != "loss"):
            plain[name] = float(value)
    return plain
