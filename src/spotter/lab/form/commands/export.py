"""`spotter lab form export`: LiteRT files of a trained network, checked against it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spotter.kit.errors import SpotterError

if TYPE_CHECKING:
    from spotter.lab.form.export.check import Checked
    from spotter.lab.form.export.convert import Kind

PARITY_BY = 200


class NotAlike(SpotterError):
    """A converted network scores otherwise than the one it was made from."""

    code = "not_alike"


def export(  # noqa: PLR0917 - the options of the command
    model: Annotated[Path, typer.Option(help="Trained network (.keras), as train writes it")],
    data: Annotated[Path, typer.Option(help="Dataset: calibrates int8, and parity is told on it")],
    out: Annotated[Path, typer.Option(help="Folder for NAME-KIND.tflite and export.json")],
    optimize: Annotated[bool, typer.Option(help="Half-precision weights; else float32")] = True,
    quantize: Annotated[bool, typer.Option(help="Dynamic and full int8 as well")] = False,
    test: Annotated[bool, typer.Option(help="Compare with Keras: parity, size, time")] = False,
) -> None:
    """Convert a trained network to LiteRT files of built-in operators only."""
    import numpy as np

    from spotter.lab.form.export.check import check
    from spotter.lab.form.export.convert import Kind, convert
    from spotter.lab.form.models import opened
    from spotter.lab.form.training.splits import load, paced

    network = opened(model)
    frames = network.inputs[0].shape[1]
    learned, held = (paced(load(data, split), frames) for split in ("train", "validation"))
    out.mkdir(parents=True, exist_ok=True)
    checked = []
    for kind in _kinds(optimize=optimize, quantize=quantize):
        made = convert(network, Kind(kind), learned)
        path = out / f"{model.stem}-{kind}.tflite"
        beside = path.with_name(f".part-{path.name}")
        beside.write_bytes(made)
        if test:
            few = held.of(np.arange(min(PARITY_BY, len(held))))
            checked.append(check(network, made, Kind(kind), few))
            if not _passed(checked[-1]):
                beside.unlink()
                path.unlink(missing_ok=True)
                continue
        os.replace(beside, path)
        print(f"{path}  {len(made):,} bytes")
    if test:
        (out / "export.json").write_text(json.dumps([_told(one) for one in checked], indent=1))
        _show(checked)


def _kinds(*, optimize: bool, quantize: bool) -> list[Kind]:
    from spotter.lab.form.export.convert import Kind

    kinds = [Kind.FLOAT32]
    kinds += [Kind.FLOAT16] if optimize else []
    kinds += [Kind.DYNAMIC, Kind.INT8] if quantize else []
    return kinds


def _passed(one: Checked) -> bool:
    """Return whether a file may be kept; raises `NotAlike` for one of floats that may not."""
    from spotter.lab.form.export.convert import Kind

    if one.passed:
        return True
    said = f"The {one.kind} file scores {one.mean_apart:.2f} points otherwise than Keras on average"
    if one.kind in {Kind.FLOAT32, Kind.FLOAT16}:
        raise NotAlike(f"{said}. Convert it anew; if that is no better, the converter errs.")
    # Numbers that reach from a tremor's square to a jump's do not fit in eight bits.
    print(f"{said}: left out")
    return False


def _told(one: Checked) -> dict[str, Any]:
    return {**asdict(one), "kept": one.passed}


def _show(checked: list[Checked]) -> None:
    print("kind      bytes    mean apart  most apart  ms      Keras ms  times as fast")
    for one in checked:
        print(
            f"{one.kind:<8}  {one.size:>7,}  {one.mean_apart:>10.3f}  {one.most_apart:>10.3f}  "
            f"{one.ms:<6.3f}  {one.keras_ms:<8.2f}  {one.keras_ms / one.ms:.0f}"
        )
