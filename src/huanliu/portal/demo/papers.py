"""Small papers for invented people: what they are and whose, and across each that it is a demonstration."""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache

# Five columns a letter, the lowest bit on top.
LETTERS = {
    "A": (0x7E, 0x11, 0x11, 0x11, 0x7E),
    "D": (0x7F, 0x41, 0x41, 0x22, 0x1C),
    "E": (0x7F, 0x49, 0x49, 0x49, 0x41),
    "I": (0x00, 0x41, 0x7F, 0x41, 0x00),
    "M": (0x7F, 0x02, 0x0C, 0x02, 0x7F),
    "N": (0x7F, 0x04, 0x08, 0x10, 0x7F),
    "O": (0x3E, 0x41, 0x41, 0x41, 0x3E),
    "R": (0x7F, 0x09, 0x19, 0x29, 0x46),
    "S": (0x46, 0x49, 0x49, 0x49, 0x31),
    "T": (0x01, 0x01, 0x7F, 0x01, 0x01),
}
MARK = "DEMONSTRATION"
WIDTH, HEIGHT, SCALE, MARGIN, SHADES = 340, 220, 4, 14, 32
PAPER, INK, FRAME = (250, 247, 238), (150, 30, 30), (120, 130, 140)


@lru_cache
def picture(shade: int) -> bytes:
    """A PNG: a plain card with the mark across it. `shade`, below SHADES, tells one card from another."""
    red, green, blue = PAPER
    blank = bytes((red - shade, green - shade, blue - shade)) * WIDTH
    rows = [blank] * HEIGHT
    rows[4:6] = rows[-6:-4] = [bytes(FRAME) * WIDTH] * 2
    top = (HEIGHT - 7 * SCALE) // 2
    for line in range(7):
        rows[top + line * SCALE : top + (line + 1) * SCALE] = [_written(blank, line)] * SCALE
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    raw = b"".join(b"\0" + row for row in rows)
    chunks = (b"IHDR", head), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _written(blank: bytes, line: int) -> bytes:
    """A row of points with one of the seven lines of the mark in it."""
    row = bytearray(blank)
    for number, letter in enumerate(MARK):
        for column, bits in enumerate(LETTERS[letter]):
            if bits >> line & 1:
                left = 3 * (MARGIN + (number * 6 + column) * SCALE)
                row[left : left + 3 * SCALE] = bytes(INK) * SCALE
    return bytes(row)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def document(title: str, whose: str) -> bytes:
    """A PDF of one page. Its one font knows Latin letters alone; others are left out."""
    lines = [(24, "DEMONSTRATION"), (16, title), (12, f"of {whose}, who is invented"), (12, "Not a real document.")]
    text = " ".join(f"/F1 {size} Tf ({_latin(line)}) Tj 0 -{size + 20} Td" for size, line in lines)
    content = f"BT 72 700 Td {text} ET".encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    return _assembled(objects)


def _assembled(objects: list[bytes]) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + end


def _latin(text: str) -> str:
    plain = " ".join(text.encode("ascii", "ignore").decode().split())
    return plain.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
