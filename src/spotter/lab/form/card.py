"""The card of a shipped network, written from the run that made it: nothing is typed by hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from spotter.lab.benchmarks.page import lines
from spotter.lab.form.benchmarks import synthetic
from spotter.lab.form.evaluation.infer import told
from spotter.lab.form.evaluation.table import ALL, Row, markdown, rows
from spotter.lab.form.reps import shard
from spotter.lab.form.training.splits import load

LIMITS = """- The truth it learned is the project's own definition of form (`spotter.form.scores`),
  counted on made-up motion. Nobody has compared it with the judgement of coaches or clinicians: it
  **needs clinical review** before anybody rests a decision on it. It does not diagnose.
- Its people are made up, from published proportions of healthy adults. Bodies, clothes and rooms
  that differ from them are not covered, nor are movements of patients.
- It reads nine angles. What no angle shows (a rounded back, the grip, where the weight rests on the
  foot) it cannot see, and what is as small as the estimator's errors (a slight tremor, a slight
  difference of the sides) it takes for them: the tables say how much that costs in each dimension.
- Stability is what it is least sure of: a slight tremor and the estimator's jitter look alike, so
  that errors cost more there than elsewhere (the rows of people filmed as at home).
- Eight bits hold what it has learned, not the squares and logarithms of its fixed formulas: these
  stay float in the int8 file, which is why that file is larger than the dynamic one.
- It has been trained in the first phase only (synthetic): no real repetitions with six true scores
  are at hand. Phases 2 and 3 run with `--real` once somebody has labelled some.
"""


def write(  # noqa: PLR0917 - where everything lies
    name: str, run: Path, files: Path, data: Path, network: Path, folder: Path
) -> Path:
    """Write `folder`/NAME.md and return it."""
    runs = [*_before(run), run]
    asked = _read(run / "run.json")
    about = _read(data / "dataset.json")
    test = load(data, "test")
    held = told(network, test).beside(test)
    table = rows(held)
    hard = synthetic.run(network, seeds=1, tell=lambda _: None)
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{name.replace('_', '-')}.md"
    parts = [
        *_head(name, network, asked, about, shard(data, 0)),
        *(line for one in runs for line in _also(_read(one / "run.json"))),
        "",
        *_trained(asked, runs),
        "## People of the test split, filmed as at home\n",
        "Intervals: 95 %, bootstrap over people.\n",
        markdown(table, only=ALL),
        beside_goals(table),
        "Each exercise, overall score:\n",
        markdown([row for row in table if row.dimension == "overall"]),
        "\n".join(lines(hard)).replace("## synthetic", "## Seen perfectly, and seen ever worse"),
        "",
        *_files(_read(files / "export.json")),
        "## Limits\n",
        LIMITS,
    ]
    page.write_text("\n".join(parts), encoding="utf-8")
    return page


def beside_goals(table: Sequence[Row]) -> str:
    """Return which dimensions keep to the goals for what is seen perfectly, filmed as at home."""
    kept: list[str] = []
    missed: list[str] = []
    for row in table:
        if row.exercise == ALL:
            values = dict(zip(synthetic.COLUMNS, row.agreement.values, strict=True))
            (kept if synthetic.good(values) else missed).append(row.dimension)
    return (
        "The goals below are for people seen perfectly. Filmed as at home they are kept in: "
        f"{', '.join(kept) or 'none'}; missed in: {', '.join(missed) or 'none'}.\n"
    )


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _head(
    name: str, network: Path, asked: Mapping[str, Any], about: Mapping[str, Any], first: Path
) -> Iterator[str]:
    content = network.read_bytes()
    counts = ", ".join(f"{one} {count:,}" for one, count in about["exercises"].items())
    people = ", ".join(f"{len(ids):,} {split}" for split, ids in about["split"].items())
    yield f"# {name}\n"
    yield (
        "Six scores (depth, stability, symmetry, tempo, alignment, overall; 0 to 100) of one "
        "repetition whose exercise is known, from nine joint angles and their speeds. Made by "
        "`make train`; this page was written by the same command.\n"
    )
    yield f"- File: `{network.name}`, {len(content):,} bytes, sha256 `{_short(content)}`"
    yield f"- Network: {asked['network']} {json.dumps(asked['config'])}"
    yield (
        f"- Data: {about['reps']:,} synthetic repetitions, seed {about['seed']} "
        f"(`spotter lab form generate`): {counts}; the first shard's sha256 begins "
        f"`{_short(first.read_bytes())}`, so that whoever makes it again sees whether the "
        "generator is still the same"
    )
    yield f"- Split by person: {people}; nothing was chosen on the test people"


def _before(run: Path) -> list[Path]:
    """Return the runs that a run went on from, the first one first."""
    begun = _read(run / "run.json").get("begin_with")
    return [*_before(Path(begun).parent), Path(begun).parent] if begun else []


def _also(asked: Mapping[str, Any]) -> Iterator[str]:
    if asked.get("also"):
        folder = Path(asked["also"])
        about = _read(folder / "dataset.json")
        learned, held = (len(about["split"][split]) for split in ("train", "validation"))
        seen = ", ".join(
            f"{key} {value:g}" for key, value in about["camera"].items() if value is not None
        )
        yield (
            f"- And {about['reps']:,} of other people, seed {about['seed']} ({seen}): {learned:,} "
            f"train, {held:,} validation; its first shard's sha256 begins "
            f"`{_short(shard(folder, 0).read_bytes())}`"
        )


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _trained(asked: Mapping[str, Any], runs: Sequence[Path]) -> Iterator[str]:
    yield "## Training\n"
    yield (
        f"Seed {asked['seed']}, batches of {asked['batch_size']}, AdamW, a cosine from the "
        f"phase's rate, early stopping after {asked['patience']} epochs without gain on people "
        "held out. Each run goes on from the best network of the one before, with the next of the "
        "sets of other people named above.\n"
    )
    yield "| run | phase | learned from | varied | rate | epochs | best MAE on validation people |"
    yield "|---|---|---|---|---|---|---|"
    for number, run in enumerate(runs, start=1):
        told, history = _read(run / "run.json"), _read(run / "history.json")
        varied = "yes" if told["augment"] else "no"
        for phase in told["phases"]:
            done = [line for line in history if line["phase"] == phase["number"]]
            best = min((line["val_mae"] for line in done), default=float("nan"))
            yield (
                f"| {number} | {phase['number']} | {phase['about']} | {varied} "
                f"| {phase['learning_rate']:g} | {len(done)} | {best:.2f} |"
            )
    yield ""


def _files(exported: list[Mapping[str, Any]]) -> Iterator[str]:
    yield "## Files\n"
    yield (
        "Differences from Keras in points, on repetitions of validation people; times are "
        "processor time of one repetition on one core, both in the same run. A quantized kind that "
        "differs too much on average is left out.\n"
    )
    yield "| kind | bytes | mean difference | largest | ms | Keras ms | times as fast |"
    yield "|---|---|---|---|---|---|---|"
    for one in exported:
        left = "" if one["kept"] else ", left out"
        yield (
            f"| {one['kind']}{left} | {one['size']:,} | {one['mean_apart']:.3f} "
            f"| {one['most_apart']:.2f} | {one['ms']:.3f} | {one['keras_ms']:.1f} "
            f"| {one['keras_ms'] / one['ms']:.0f} |"
        )
    yield ""
