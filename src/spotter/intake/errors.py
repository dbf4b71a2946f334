"""What can be wrong with a file, each with a name and a sentence that says what to do."""

from __future__ import annotations

from spotter.kit.errors import BadInput
from spotter.kit.room import DiskFull

__all__ = [
    "Damaged",
    "DiskFull",
    "EncryptedArchive",
    "EntitiesRefused",
    "FileTooLarge",
    "ImportRefused",
    "NotThisFormat",
    "TruncatedArchive",
    "UnsupportedCompression",
    "WrongEncoding",
    "ZipBomb",
]


class ImportRefused(BadInput):
    """The file cannot be imported; nothing was changed."""

    code = "import_refused"

    def __init__(self, message: str) -> None:
        super().__init__(message, field="file")


class NotThisFormat(ImportRefused):
    """The file is none of the formats that Spotter reads."""

    code = "not_this_format"


class TruncatedArchive(ImportRefused):
    """A zip whose end is missing."""

    code = "truncated_archive"


class EncryptedArchive(ImportRefused):
    """A zip that needs a password."""

    code = "encrypted_archive"


class UnsupportedCompression(ImportRefused):
    """A zip packed by a method that Python cannot unpack."""

    code = "unsupported_compression"


class ZipBomb(ImportRefused):
    """A zip that unpacks to far more than any real export does."""

    code = "zip_bomb"


class FileTooLarge(ImportRefused):
    """A file that must be read as one and is longer than any that a device writes."""

    code = "file_too_large"


class EntitiesRefused(ImportRefused):
    """XML that defines entities: never part of an export, always part of an attack."""

    code = "xml_entities_refused"


class WrongEncoding(ImportRefused):
    """XML in another encoding than UTF-8."""

    code = "wrong_encoding"


class Damaged(ImportRefused):
    """The file breaks off or turns to nonsense at byte `offset`; what came before stays valid."""

    code = "damaged"

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset
