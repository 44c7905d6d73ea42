"""What is taken in and what is not."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from huanliu.portal.documents.sniffing import PaperRefusedError, sniff
from tests.portal.casework import PDF, PNG


def jpeg(width: int = 10, height: int = 10, tail: bytes = b"") -> bytes:
    head = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return head + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x00\xff\xd9" + tail


def png(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    end = b"IEND"
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + end + struct.pack(">I", zlib.crc32(end))


def archive() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as zipped:
        zipped.writestr("page.html", "<script>alert(1)</script>")
    return held.getvalue()


@pytest.mark.parametrize(
    "data, name, kind",
    [
        (PDF, "a.pdf", "application/pdf"),
        (PDF, "A.PDF", "application/pdf"),
        (PNG, "a.png", "image/png"),
        (jpeg(), "a.jpg", "image/jpeg"),
        (jpeg(), "a.jpeg", "image/jpeg"),
        (jpeg(tail=b"\x00" * 40), "a.jpg", "image/jpeg"),
    ],
)
def test_taken_in(data: bytes, name: str, kind: str) -> None:
    assert sniff(data, name).type == kind


@pytest.mark.parametrize(
    "data, name, why",
    [
        (b"", "a.pdf", "empty"),
        (b"hello", "a.pdf", "kind"),
        (b"<html><script>alert(1)</script></html>", "a.pdf", "kind"),
        (archive(), "a.pdf", "kind"),
        (b"GIF89a" + b"\0" * 40, "a.png", "kind"),
        (b"\x00\x00\x00\x18ftypheic" + b"\0" * 40, "a.jpg", "kind"),
        (PDF, "a.png", "extension"),
        (PNG, "a.pdf", "extension"),
        (PNG, "a", "extension"),
        (PNG, "a.png.html", "extension"),
        (PDF + archive(), "a.pdf", "second_file"),
        (jpeg(tail=archive()), "a.jpg", "second_file"),
        (jpeg(tail=PDF), "a.jpg", "second_file"),
        (jpeg()[:20] + b"<script>alert(1)</script>" + jpeg()[20:], "a.jpg", "second_file"),
        (b"%PDF-1.4 <html><script>\n%%EOF", "a.pdf", "second_file"),
        (PDF[:-8], "a.pdf", "broken"),
        (PNG[:-4], "a.png", "broken"),
        (PNG + b"more", "a.png", "broken"),
        (jpeg()[:20], "a.jpg", "broken"),
        (jpeg()[:22] + b"\xff" * 400, "a.jpg", "broken"),
        (png(60_000, 60_000), "a.png", "bomb"),
        (png(0, 10), "a.png", "bomb"),
        (jpeg(65_000, 65_000), "a.jpg", "bomb"),
    ],
)
def test_refused(data: bytes, name: str, why: str) -> None:
    with pytest.raises(PaperRefusedError, match=f"refused_{why}"):
        sniff(data, name)
