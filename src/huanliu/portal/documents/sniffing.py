"""What an uploaded file really is: told by its bytes, never by what the browser says of it.

Refused: what is none of three kinds; what calls itself something else; a second file hidden in the first (an archive or a web page
that some program would open instead); pictures that would unpack to more than any scan is.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

import filetype
from attrs import frozen

TYPES = {"application/pdf": ("pdf",), "image/png": ("png",), "image/jpeg": ("jpg", "jpeg")}
MOST_PIXELS = 100_000_000
HEAD = 8192
MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|script|svg|iframe|\?php|body)", re.IGNORECASE)
END_OF_ARCHIVE = b"PK\x05\x06"
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


class PaperRefusedError(ValueError):
    """A file that is not taken in; `key` is the word that says why."""

    def __init__(self, key: str, **parts: object) -> None:
        self.key, self.parts = key, parts
        super().__init__(key)


@frozen
class Sniffed:
    """What a file is."""

    type: str
    extension: str


def sniff(data: bytes, name: str) -> Sniffed:
    """The kind of a file whose name says the same, or PaperRefusedError."""
    if not data:
        raise PaperRefusedError("documents.refused_empty")
    guess = filetype.guess(data[:HEAD])
    found = guess.mime if guess is not None else None
    if found not in TYPES:
        raise PaperRefusedError("documents.refused_kind")
    extension = name.rpartition(".")[2].lower()
    if extension not in TYPES[found]:
        raise PaperRefusedError("documents.refused_extension")
    if _second_file(data, found):
        raise PaperRefusedError("documents.refused_second_file")
    _WHOLE[found](data)
    return Sniffed(found, TYPES[found][0])


def _second_file(data: bytes, found: str) -> bool:
    # A program may look for the beginning of its kind anywhere near the start, and for an archive's directory at the end.
    if MARKUP.search(data[:HEAD]) and found != "application/pdf":
        return True
    if found == "application/pdf":
        return not data.startswith(b"%PDF-") or _archive(data) or MARKUP.search(data[:1024]) is not None
    return b"%PDF-" in data[:HEAD] or b"%PDF-" in data[-HEAD:] or _archive(data)


def _archive(data: bytes) -> bool:
    """Whether the file ends as a ZIP archive does: its directory's end, with a comment that reaches to the last byte."""
    at = data.rfind(END_OF_ARCHIVE)
    if at < 0 or len(data) < at + 22:
        return False
    disk, start, here, entries, _, _, comment = struct.unpack("<HHHHIIH", data[at + 4 : at + 22])
    return bool(disk == start == 0 and here == entries and at + 22 + comment <= len(data))


def _pdf(data: bytes) -> None:
    if b"%%EOF" not in data[-2048:]:
        raise PaperRefusedError("documents.refused_broken")


def _png(data: bytes) -> None:
    """Chunk by chunk to the end, and nothing after it."""
    at, size = 8, None
    while at + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind == b"IHDR" and length == 13:
            size = struct.unpack(">II", data[at + 8 : at + 16])
        at += 12 + length
        if kind == b"IEND":
            break
    else:
        raise PaperRefusedError("documents.refused_broken")
    if size is None or at != len(data):
        raise PaperRefusedError("documents.refused_broken")
    _bounded(*size)


def _jpeg(data: bytes) -> None:
    size = next(_frames(data), None)
    if size is None or b"\xff\xd9" not in data:
        raise PaperRefusedError("documents.refused_broken")
    _bounded(*size)


def _frames(data: bytes) -> Iterator[tuple[int, int]]:
    """Width and height as the frame headers of a JPEG state them."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            yield width, height
        if marker == 0xDA:
            return
        at += 2 if marker == 0xFF or 0xD0 <= marker <= 0xD8 else 2 + int.from_bytes(data[at + 2 : at + 4], "big")


def _bounded(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or not width or not height:
        raise PaperRefusedError("documents.refused_bomb")


_WHOLE = {"application/pdf": _pdf, "image/png": _png, "image/jpeg": _jpeg}
