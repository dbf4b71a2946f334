"""Puts the pose bundles together from the npm package `@mediapipe/pose`.

    python -m spotter.form.video.assemble FOLDER-OF-THE-PACKAGE [FOLDER-FOR-THE-BUNDLES]

The package holds bare networks: the detector (its `pose_solution_packed_assets.data` is nothing but
`pose_detection.tflite`) and one landmark network for each size. A bundle is a zip without
compression of the two under the names that MediaPipe Tasks looks for, each told in its metadata how
a picture's bytes become its input: the detector takes -1..1, the landmark networks 0..1, as the
graphs that were published with them say (MediaPipe, `pose_detection_cpu.pbtxt` and
`pose_landmark_by_roi_cpu.pbtxt`).
"""

from __future__ import annotations

import importlib
import struct
import sys
import zipfile
from pathlib import Path
from typing import Any

from spotter.form.video import bundle
from spotter.form.video.library import without_frameworks

DETECTOR = "pose_solution_packed_assets.data"
_METADATA = "TFLITE_METADATA"
_IDENTIFIERS = {"model": b"TFL3", "metadata": b"M001"}
# A member's date is part of a zip; a fixed one gives the same bytes each time.
_DATE = (1980, 1, 1, 0, 0, 0)
_ALIGNED = 16
# Bytes of a zip's local header without name and extra field, and the kind of extra field that
# Android's zipalign pads with (PKWARE APPNOTE 4.3.7; Android's ApkSigner).
_LOCAL_HEADER = 30
_PADDING = 0xD935


def assemble(package: Path, folder: Path = bundle.FOLDER) -> list[Path]:
    """Write a bundle for each size from the networks in `package` and return where they lie.

    Raises `NoPoseBundle` where a network is missing or is none; a bundle appears whole or not.
    """
    folder.mkdir(parents=True, exist_ok=True)
    detector = with_normalization(_network(package / DETECTOR), mean=127.5, std=127.5)
    made = []
    for size in bundle.SIZES:
        network = _network(package / f"pose_landmark_{size}.tflite")
        landmarks = with_normalization(network, mean=0.0, std=255.0)
        made.append(bundle.path(size, folder))
        _zip(
            made[-1],
            {"pose_detector.tflite": detector, "pose_landmarks_detector.tflite": landmarks},
        )
    return made


def with_normalization(network: bytes, *, mean: float, std: float) -> bytes:
    """Return `network` with metadata saying that its input is (byte - `mean`) / `std`.

    The metadata names the three colours as one and has an entry for each output, which MediaPipe
    Tasks counts.
    """

    tflite = _schema("schema")
    model = tflite.ModelT.InitFromObj(tflite.Model.GetRootAsModel(network, 0))
    buffer = tflite.BufferT()
    buffer.data = _metadata(len(model.subgraphs[0].outputs), mean, std)
    model.buffers.append(buffer)
    entry = tflite.MetadataT()
    entry.name, entry.buffer = _METADATA, len(model.buffers) - 1
    model.metadata = [each for each in model.metadata or [] if each.name != _METADATA.encode()]
    model.metadata.append(entry)
    builder = _aligned_builder(len(network) + 4096)
    builder.Finish(model.Pack(builder), _IDENTIFIERS["model"])
    return bytes(builder.Output())


def _aligned_builder(size: int) -> Any:
    """Return a builder that puts weights where a processor can read them in place.

    TensorFlow Lite's schema asks for 16 bytes (`force_align`), which the generated Python leaves
    out; networks would then be copied when they are opened.
    """
    import flatbuffers

    class Aligned(flatbuffers.Builder):  # type: ignore[misc]  # the library has no types
        def StartVector(self, size: int, count: int, alignment: int) -> Any:
            return super().StartVector(size, count, max(_ALIGNED, alignment))

    return Aligned(size)


def _metadata(outputs: int, mean: float, std: float) -> list[int]:
    import flatbuffers

    schema = _schema("metadata_schema")
    options = schema.NormalizationOptionsT()
    options.mean, options.std = [mean], [std]
    unit = schema.ProcessUnitT()
    unit.optionsType = schema.ProcessUnitOptions.NormalizationOptions
    unit.options = options
    picture = schema.TensorMetadataT()
    picture.name, picture.content = "image", _image(schema)
    picture.processUnits = [unit]
    graph = schema.SubGraphMetadataT()
    graph.inputTensorMetadata = [picture]
    graph.outputTensorMetadata = [_named(schema, f"output_{each}") for each in range(outputs)]
    model = schema.ModelMetadataT()
    model.subgraphMetadata = [graph]
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), _IDENTIFIERS["metadata"])
    return list(builder.Output())


def _image(schema: Any) -> Any:
    properties = schema.ImagePropertiesT()
    properties.colorSpace = schema.ColorSpaceType.RGB
    content = schema.ContentT()
    content.contentPropertiesType = schema.ContentProperties.ImageProperties
    content.contentProperties = properties
    return content


def _named(schema: Any, name: str) -> Any:
    tensor = schema.TensorMetadataT()
    tensor.name = name
    return tensor


def _schema(name: str) -> Any:
    with without_frameworks():
        return importlib.import_module(f"mediapipe.tasks.metadata.{name}_py_generated")


def _network(path: Path) -> bytes:
    data = path.read_bytes() if path.is_file() else b""
    if data[4:8] != _IDENTIFIERS["model"]:
        raise bundle.NoPoseBundle(
            f"{path.name} of the package @mediapipe/pose is missing or is no network. "
            "Run 'npm ci' in assets/pose and start again."
        )
    return data


def _zip(path: Path, members: dict[str, bytes]) -> None:
    draft = path.with_suffix(".part")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.extra = _padding(archive.start_dir + _LOCAL_HEADER + len(name))
            archive.writestr(entry, data)
    draft.replace(path)


def _padding(offset: int) -> bytes:
    """Return an extra field after which a member that would lie at `offset` is aligned."""
    zeros = -(offset + 4) % _ALIGNED
    return struct.pack("<HH", _PADDING, zeros) + bytes(zeros)


if __name__ == "__main__":
    for made in assemble(*(Path(given) for given in sys.argv[1:3])):
        print(made.name)
