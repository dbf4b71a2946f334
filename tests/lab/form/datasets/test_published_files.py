"""Published files are fetched once, gone on with after a break, and checked."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from spotter.kit.errors import BadInput
from spotter.lab.form.datasets.published import Published, Unfetched, fetch, published

CONTENT = bytes(range(256)) * 400
MD5 = hashlib.md5(CONTENT).hexdigest()


class Server(ThreadingHTTPServer):
    """Serves `CONTENT`; notes the ranges asked for, may know none, and may break off."""

    ranges: list[str | None]
    knows_ranges = True
    breaks_after: int | None = None


class Answer(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.server.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        if start and self.server.knows_ranges:
            if start >= len(CONTENT):
                self.send_response(416)
                self.end_headers()
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(CONTENT) - 1}/{len(CONTENT)}")
        else:
            start = 0
            self.send_response(200 if self.path == "/data.zip" else 404)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        self.end_headers()
        end = self.server.breaks_after or len(CONTENT)
        self.wfile.write(CONTENT[start:end])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Answer) as made:
        made.ranges = []
        thread = threading.Thread(target=made.serve_forever, args=(0.01,))
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def at(
    server: Server,
    *,
    name: str = "data.zip",
    size: int | None = len(CONTENT),
    md5: str | None = MD5,
) -> Published:
    url = f"http://127.0.0.1:{server.server_port}/{name}"
    return Published("data", url, size, md5, "terms", "unzip")


def quiet(done: int, total: int | None) -> None:
    """Take no note."""


def test_a_file_is_fetched_whole_and_told_of(server: Server, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    path = fetch(at(server), tmp_path, lambda done, total: told.append((done, total)))
    assert path.read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))


def test_a_file_that_is_there_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    fetch(at(server), tmp_path, quiet)
    fetch(at(server), tmp_path, quiet)
    assert len(server.ranges) == 1


def test_a_break_is_gone_on_from(server: Server, tmp_path: Path) -> None:
    server.breaks_after = 30_000
    with pytest.raises(Unfetched, match="goes on where it stopped"):
        fetch(at(server), tmp_path, quiet)
    server.breaks_after = None
    assert fetch(at(server), tmp_path, quiet).read_bytes() == CONTENT
    assert server.ranges[1] is not None
    assert server.ranges[1].startswith("bytes=")


def test_a_server_that_knows_no_ranges_is_read_from_the_start(
    server: Server, tmp_path: Path
) -> None:
    (tmp_path / "data.zip.part").write_bytes(CONTENT[:1000])
    server.knows_ranges = False
    assert fetch(at(server), tmp_path, quiet).read_bytes() == CONTENT


def test_a_part_that_is_whole_already_is_only_checked(server: Server, tmp_path: Path) -> None:
    (tmp_path / "data.zip.part").write_bytes(CONTENT)
    assert fetch(at(server), tmp_path, quiet).read_bytes() == CONTENT


def test_another_content_is_deleted_and_said(server: Server, tmp_path: Path) -> None:
    with pytest.raises(Unfetched, match="not what was published"):
        fetch(at(server, md5="0" * 32), tmp_path, quiet)
    assert not list(tmp_path.glob("data.zip*"))


def test_without_a_published_checksum_the_first_one_found_is_kept_and_held_to(
    server: Server, tmp_path: Path
) -> None:
    what = at(server, size=None, md5=None)
    fetch(what, tmp_path, quiet).unlink()
    (tmp_path / "data.zip.sha256").write_text("0" * 64)
    with pytest.raises(Unfetched, match="not what was published"):
        fetch(what, tmp_path, quiet)


def test_an_answer_that_is_no_file_says_what_to_do(server: Server, tmp_path: Path) -> None:
    with pytest.raises(Unfetched, match="answered 404"):
        fetch(at(server, name="gone.zip"), tmp_path, quiet)


def test_a_name_that_cannot_be_fetched_is_told_the_others() -> None:
    with pytest.raises(BadInput, match="coco-keypoints, ucf101"):
        published("imagenet")
