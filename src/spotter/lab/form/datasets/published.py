"""Published data sets that can be fetched, and fetching them: resumed, checked, whole or not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from spotter.kit.errors import BadInput, SpotterError
from spotter.kit.room import room

_BLOCK = 1 << 20
_TIMEOUT_S = 60.0
_FOUND, _PARTIAL, _PAST_THE_END = 200, 206, 416


@dataclass(frozen=True, slots=True)
class Published:
    """A file that somebody publishes: its size in bytes and MD5 where they are known.

    `terms` says what one may do with it, `unpack` what is to be done after.
    """

    name: str
    url: str
    size: int | None
    md5: str | None
    terms: str
    unpack: str

    @property
    def file(self) -> str:
        """The file's own name."""
        return self.url.rpartition("/")[2]


# Size and MD5 of COCO as its mirrors and many loaders state them. UCF-101's publisher states
# neither: the size the server tells is checked, and the SHA-256 found is kept for the next time.
PUBLISHED = (
    Published(
        "coco-keypoints",
        "http://images.cocodataset.org/annotations/annotations_trainval2017.zip",
        252_907_541,
        "f4bbac642086de4f52a3fdda2de5fa2c",
        "annotations CC BY 4.0 (cocodataset.org, terms of use)",
        "unzip it; person_keypoints_*.json are read",
    ),
    Published(
        "ucf101",
        "https://www.crcv.ucf.edu/data/UCF101/UCF101.rar",
        None,
        None,
        "for research; films from YouTube, not to be published again",
        "unrar it; UCF-101/<class>/v_<class>_gNN_cNN.avi are read",
    ),
    Published(
        "ucf101-splits",
        "https://www.crcv.ucf.edu/data/UCF101/UCF101TrainTestSplits-RecognitionTask.zip",
        None,
        None,
        "for research",
        "unzip it beside UCF-101",
    ),
)


class Unfetched(SpotterError):
    """What was fetched is not what was published; nothing of it was kept as the data set."""

    code = "unfetched"
    status = 502


def published(name: str) -> Published:
    """Return the data set of that name; raises `BadInput` naming those there are."""
    for each in PUBLISHED:
        if each.name == name:
            return each
    raise BadInput(
        f"'{name}' cannot be fetched; there are {', '.join(each.name for each in PUBLISHED)}.",
        field="name",
    )


def fetch(what: Published, folder: Path, on_progress: Callable[[int, int | None], None]) -> Path:
    """Return the file in `folder`, fetched where it is not there; `on_progress` hears of bytes.

    What an earlier, broken off run fetched (`.part`) is kept and gone on from. Raises `Unfetched`
    when size or checksum are not those published, `DiskFull` when there is no room.
    """
    whole = folder / what.file
    if whole.is_file():
        return whole
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{what.file}.part"
    with room(folder):
        size = _fetched(what, part, on_progress)
    _check(what, part, size, folder / f"{what.file}.sha256")
    part.replace(whole)
    return whole


def _fetched(
    what: Published, part: Path, on_progress: Callable[[int, int | None], None]
) -> int | None:
    """Fetch what is missing of `part` and return the size that the server told."""
    import httpx

    have = part.stat().st_size if part.exists() else 0
    begin = {"Range": f"bytes={have}-"} if have else {}
    try:
        with httpx.stream(
            "GET",
            what.url,
            headers={"Accept-Encoding": "identity", **begin},
            follow_redirects=True,
            timeout=_TIMEOUT_S,
        ) as answer:
            if answer.status_code == _PAST_THE_END:
                return have
            if answer.status_code not in {_FOUND, _PARTIAL}:
                raise Unfetched(
                    f"{what.url} answered {answer.status_code}. Fetch {what.file} by other means "
                    f"and lay it into {part.parent}."
                )
            # A server that knows no ranges sends all of it again.
            have = have if answer.status_code == _PARTIAL else 0
            size = _told(answer.headers.get("Content-Range"), answer.headers.get("Content-Length"))
            with part.open("ab" if have else "wb") as stream:
                for block in answer.iter_raw():
                    stream.write(block)
                    have += len(block)
                    on_progress(have, what.size or size)
            return size
    except httpx.HTTPError as problem:
        raise Unfetched(
            f"{what.url} broke off ({problem}). Start again: it goes on where it stopped."
        ) from problem


def _told(ranges: str | None, length: str | None) -> int | None:
    if ranges and (match := re.search(r"/(\d+)$", ranges)):
        return int(match[1])
    return int(length) if length and not ranges else None


def _check(what: Published, part: Path, told: int | None, kept: Path) -> None:
    """Raise `Unfetched` unless `part` is what was published, or what was fetched here before."""
    size, wanted = part.stat().st_size, what.size or told
    if wanted is not None and size < wanted:
        raise Unfetched(f"{what.file} broke off at {size:,} of {wanted:,} bytes. Start again.")
    md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    with part.open("rb") as stream:
        while block := stream.read(_BLOCK):
            md5.update(block)
            sha256.update(block)
    before = kept.read_text(encoding="utf-8").strip() if kept.exists() else None
    wrong = (wanted is not None and size != wanted) or (
        md5.hexdigest() != what.md5 if what.md5 else before not in {None, sha256.hexdigest()}
    )
    if wrong:
        part.unlink()
        raise Unfetched(
            f"{what.file} is not what was published ({size:,} bytes, MD5 {md5.hexdigest()}). "
            "It was deleted; start again, or look whether its publisher has another version."
        )
    kept.write_text(f"{sha256.hexdigest()}\n", encoding="utf-8")
