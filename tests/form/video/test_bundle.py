"""The pose bundles: put together from a package's networks, whole or not at all."""

from __future__ import annotations

import importlib
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spotter.form.video import assemble, bundle

WEIGHTS = b"weights of some length"


@pytest.fixture(scope="module")
def network() -> bytes:
    """The least that is a network: one input, two outputs."""
    import flatbuffers

    tflite = importlib.import_module("ai_edge_litert.schema_py_generated")
    graph = tflite.SubGraphT()
    graph.tensors = [tflite.TensorT() for _ in range(3)]
    graph.inputs, graph.outputs, graph.operators = [0], [1, 2], []
    weights = tflite.BufferT()
    weights.data = np.frombuffer(WEIGHTS, np.uint8)
    model = tflite.ModelT()
    model.version, model.subgraphs, model.buffers = 3, [graph], [tflite.BufferT(), weights]
    builder = flatbuffers.Builder(64)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


@pytest.fixture
def package(network: bytes, tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    folder.mkdir()
    for name in (assemble.DETECTOR, *(f"pose_landmark_{size}.tflite" for size in bundle.SIZES)):
        (folder / name).write_bytes(network)
    return folder


def _normalization(network: bytes) -> tuple[float, float]:
    tflite = importlib.import_module("ai_edge_litert.schema_py_generated")
    schema: Any = importlib.import_module("mediapipe.tasks.metadata.metadata_schema_py_generated")
    model = tflite.ModelT.InitFromObj(tflite.Model.GetRootAsModel(network, 0))
    entry = next(each for each in model.metadata if each.name == b"TFLITE_METADATA")
    told = schema.ModelMetadataT.InitFromPackedBuf(bytes(model.buffers[entry.buffer].data))
    graph = told.subgraphMetadata[0]
    assert len(graph.outputTensorMetadata) == 2
    options = graph.inputTensorMetadata[0].processUnits[0].options
    return float(options.mean[0]), float(options.std[0])


def test_each_network_is_told_how_bytes_become_its_input(package: Path, tmp_path: Path) -> None:
    assemble.assemble(package, tmp_path)
    with zipfile.ZipFile(bundle.present("lite", tmp_path)) as archive:
        assert _normalization(archive.read("pose_detector.tflite")) == (127.5, 127.5)
        assert _normalization(archive.read("pose_landmarks_detector.tflite")) == (0.0, 255.0)


def test_a_bundle_is_a_zip_without_compression(package: Path, tmp_path: Path) -> None:
    for path in assemble.assemble(package, tmp_path):
        with zipfile.ZipFile(path) as archive:
            assert {each.compress_type for each in archive.infolist()} == {zipfile.ZIP_STORED}


def test_networks_lie_where_they_can_be_read_in_place(package: Path, tmp_path: Path) -> None:
    path = assemble.assemble(package, tmp_path)[0]
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            at = path.read_bytes().index(archive.read(entry))
            assert at % 16 == 0


def test_weights_keep_their_alignment(network: bytes) -> None:
    made = assemble.with_normalization(network, mean=0.0, std=255.0)
    assert made.index(WEIGHTS) % 16 == 0


def test_the_same_package_gives_the_same_bytes(package: Path, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in assemble.assemble(package, tmp_path / "a")]
    assert [path.read_bytes() for path in assemble.assemble(package, tmp_path / "b")] == first


def test_a_package_without_a_network_is_named_and_leaves_no_bundle_of_it(
    package: Path, tmp_path: Path
) -> None:
    (package / "pose_landmark_full.tflite").write_bytes(b"<html>not found</html>")
    with pytest.raises(bundle.NoPoseBundle, match=r"pose_landmark_full\.tflite.*npm ci"):
        assemble.assemble(package, tmp_path)
    assert not bundle.path("full", tmp_path).exists()


def test_a_missing_bundle_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(bundle.NoPoseBundle, match="make setup"):
        bundle.present("lite", tmp_path)


def test_mediapipe_loads_without_any_training_framework() -> None:
    script = (
        "import sys; from spotter.form.video.library import mediapipe; mediapipe();"
        "print(sorted({'tensorflow', 'keras', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]", done.stderr
