"""A multipart upload, streamed to disk: hashed on the way, bounded, never whole in memory."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from spotter.intake.errors import DiskFull
from spotter.kit.errors import BadInput, SpotterError
from spotter.kit.ids import new_id
from spotter.kit.room import NO_ROOM, SPARE_BYTES

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_MAX_FIELD_BYTES = 4096
# A table may have a field for each of its columns.
_MAX_FIELDS = 120
_MAX_NAME = 200
# What a body without a name is called.
BARE_NAME = "sent.json"


class TooLarge(SpotterError):
    """The upload is larger than this server takes."""

    code = "too_large"
    status = 413


@dataclass(slots=True)
class Upload:
    """A file that arrived: where it lies, what it was called, its size and SHA-256.

    `bare` says that it was the body itself, not a part of a form.
    """

    path: Path
    name: str
    size_bytes: int
    sha256: str
    fields: dict[str, str] = field(default_factory=dict)
    bare: bool = False

    def discard(self) -> None:
        """Remove the file."""
        self.path.unlink(missing_ok=True)


async def receive(request: Request, folder: Path, max_bytes: int) -> Upload:
    """Stream the `file` part of a multipart request, or a bare JSON body, into `folder`.

    Raises `BadInput` naming `file`, `TooLarge` or `DiskFull`; nothing remains on disk then.
    """
    boundary = _boundary(request)
    _refuse_declared(request, folder, max_bytes)
    folder.mkdir(parents=True, exist_ok=True)
    sink = _Sink(folder / f"{new_id()}.part", max_bytes)
    try:
        parser = _Bare(sink) if boundary is None else MultipartParser(boundary, sink.callbacks())
        async for chunk in request.stream():
            # Disk writes would stop every other request; a thread does them.
            await asyncio.to_thread(parser.write, chunk)
        parser.finalize()
        upload = await asyncio.to_thread(sink.done)
        return replace(upload, bare=boundary is None)
    except MultipartParseError as error:
        sink.drop()
        raise BadInput("The upload broke off or is not multipart.", field="file") from error
    except ClientDisconnect as error:
        sink.drop()
        raise BadInput("The upload broke off.", field="file") from error
    except OSError as error:
        sink.drop()
        if error.errno not in NO_ROOM:
            raise
        raise DiskFull("There is no room left on the server; nothing was kept.") from error
    except BaseException:
        sink.drop()
        raise


def _boundary(request: Request) -> bytes | None:
    """Return what parts the multipart body, None when the body is the file itself."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind == b"application/json":
        return None
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary:
        raise BadInput(
            "Send the file as multipart/form-data, in a part called file, or bare JSON as "
            "application/json.",
            field="file",
        )
    return boundary


def _refuse_declared(request: Request, folder: Path, max_bytes: int) -> None:
    declared = request.headers.get("content-length", "")
    size = int(declared) if declared.isdigit() else 0
    if size > max_bytes + 65536:
        raise TooLarge(_too_large(max_bytes), field="file")
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if size + SPARE_BYTES > shutil.disk_usage(there).free:
        raise DiskFull("There is not enough room on the server for this file.")


def _too_large(max_bytes: int) -> str:
    return f"The file is larger than the {max_bytes // 1_000_000} MB that this server takes."


class _Sink:
    """What the multipart parser calls: the file part goes to disk, small fields are kept."""

    def __init__(self, path: Path, max_bytes: int) -> None:
        self.path, self.max_bytes = path, max_bytes
        self.fields: dict[str, str] = {}
        self.name = ""
        self.size = 0
        self._digest = hashlib.sha256()
        self._file: IO[bytes] | None = None
        self._seen_file = False
        self._header_name = b""
        self._header_value = b""
        self._disposition: dict[bytes, bytes] = {}
        self._value = b""

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._name_bytes,
            "on_header_value": self._value_bytes,
            "on_header_end": self._header,
            "on_headers_finished": self._headers,
            "on_part_data": self._data,
            "on_part_end": self._end,
        }

    def open(self, name: str) -> None:
        """Begin the one file, called `name`."""
        self._seen_file = True
        self.name = name
        self._file = self.path.open("xb")

    def take(self, piece: bytes) -> None:
        """Write a piece of the file."""
        self._data(piece, 0, len(piece))

    def close(self) -> None:
        """End the file."""
        self._end()

    def _begin(self) -> None:
        self._disposition, self._value = {}, b""
        self._header_name = self._header_value = b""

    def _name_bytes(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _value_bytes(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _header(self) -> None:
        if self._header_name.lower() == b"content-disposition":
            _, self._disposition = parse_options_header(self._header_value)
        self._header_name = self._header_value = b""

    def _headers(self) -> None:
        if self._disposition.get(b"name") != b"file":
            return
        if self._seen_file:
            raise BadInput("Send one file at a time.", field="file")
        self.open(_file_name(self._disposition.get(b"filename", b"")))

    def _data(self, data: bytes, start: int, end: int) -> None:
        piece = data[start:end]
        if self._file is None:
            self._value += piece
            if len(self._value) > _MAX_FIELD_BYTES:
                raise BadInput("A form field beside the file is too long.", field="file")
            return
        self.size += len(piece)
        if self.size > self.max_bytes:
            raise TooLarge(_too_large(self.max_bytes), field="file")
        self._digest.update(piece)
        self._file.write(piece)

    def _end(self) -> None:
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None
            return
        name = self._disposition.get(b"name", b"").decode("utf-8", "replace")
        if len(self.fields) < _MAX_FIELDS:
            self.fields[name] = self._value.decode("utf-8", "replace")

    def done(self) -> Upload:
        if not self._seen_file or self._file is not None:
            self.drop()
            raise BadInput("Send the file in a part called file.", field="file")
        if self.size == 0:
            self.drop()
            raise BadInput("The file is empty.", field="file")
        return Upload(self.path, self.name, self.size, self._digest.hexdigest(), self.fields)

    def drop(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        self.path.unlink(missing_ok=True)


class _Bare:
    """Takes a body that is the file itself, as phones send JSON."""

    def __init__(self, sink: _Sink) -> None:
        self._sink = sink
        sink.open(BARE_NAME)

    def write(self, data: bytes) -> None:
        """Take the next piece."""
        self._sink.take(data)

    def finalize(self) -> None:
        """End the body."""
        self._sink.close()


def _file_name(raw: bytes) -> str:
    """Return the last part of the given file name, printable and short: a label, never a path."""
    name = raw.decode("utf-8", "replace").replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in name if char.isprintable())[-_MAX_NAME:]
    return shown or "export"
