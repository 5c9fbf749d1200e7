"""A workbook is a zip archive. Whatever is in it is unpacked here first, within bounds: the sizes
that an archive declares are its own claim, and a small one can unpack to terabytes."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from descriptors.problems import Problem
from plugins.spreadsheets.limits import (
    ALWAYS_FINE,
    LARGEST_PART,
    LARGEST_PARTS,
    MIB,
    MOST_PARTS,
    MOST_RATIO,
)
from plugins.spreadsheets.sheet import UnreadableSheet

OLD = b"\xd0\xcf\x11\xe0"  # how files of Excel up to 2003, and protected ones, begin
LOCAL_HEADER = struct.Struct("<26xHH")
HINT = "save it again from a spreadsheet program, with only the sheets that are needed"


@dataclass(frozen=True)
class Archive:
    """The parts of a workbook that passed; `part` unpacks one again."""

    data: bytes
    entries: dict[str, zipfile.ZipInfo]

    def part(self, name: str) -> bytes:
        """Empty where there is none of this name."""
        entry = self.entries.get(name.lstrip("/"))
        return _unpacked(self.data, entry) if entry else b""


def open_archive(name: str, data: bytes) -> Archive:
    """Raises UnreadableSheet for what is no archive, or one that unpacks to too much."""
    if data.startswith(OLD):
        message = f"`{name}` is protected by a password, or of Excel 2003 or older"
        hint = "save it as .xlsx, without a password"
        raise UnreadableSheet(Problem("spreadsheets/workbook", message, hint))
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
        message = f"`{name}` is no workbook: {error}"
        raise UnreadableSheet(Problem("spreadsheets/workbook", message, HINT)) from None
    _check_declared(name, entries)
    _check_unpacked(name, data, entries)
    return Archive(data, {entry.filename: entry for entry in entries})


def _check_declared(name: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_PARTS:
        raise _bomb(name, f"it has {len(entries):,} parts, more than {MOST_PARTS:,}")
    for entry in entries:
        if entry.flag_bits & 0x1 or entry.compress_type not in (0, zipfile.ZIP_DEFLATED):
            raise _bomb(name, f"its part {entry.filename[:80]!r} is packed in an unknown way")
        _check_size(name, entry, entry.file_size)
    _check_sum(name, sum(entry.file_size for entry in entries))


def _check_unpacked(name: str, data: bytes, entries: list[zipfile.ZipInfo]) -> None:
    """What a declaration said less of than there is."""
    total = 0
    for entry in entries:
        size = _unpacked_size(data, entry)
        _check_size(name, entry, size)
        total += size
        _check_sum(name, total)


def _check_size(name: str, entry: zipfile.ZipInfo, size: int) -> None:
    part = f"its part {entry.filename[:80]!r}"
    if size > LARGEST_PART:
        raise _bomb(name, f"{part} unpacks to more than {LARGEST_PART // MIB} MiB")
    if size > ALWAYS_FINE and size > MOST_RATIO * max(entry.compress_size, 1):
        raise _bomb(name, f"{part} unpacks to more than {MOST_RATIO} times its size")


def _check_sum(name: str, size: int) -> None:
    if size > LARGEST_PARTS:
        raise _bomb(name, f"it unpacks to more than {LARGEST_PARTS // MIB} MiB")


def _bomb(name: str, why: str) -> UnreadableSheet:
    return UnreadableSheet(Problem("spreadsheets/bomb", f"`{name}` is not opened: {why}", HINT))


def _packed(data: bytes, entry: zipfile.ZipInfo) -> memoryview:
    names = data[entry.header_offset : entry.header_offset + LOCAL_HEADER.size]
    if len(names) < LOCAL_HEADER.size:
        return memoryview(b"")
    start = entry.header_offset + LOCAL_HEADER.size + sum(LOCAL_HEADER.unpack(names))
    return memoryview(data)[start : start + entry.compress_size]


def _unpacked_size(data: bytes, entry: zipfile.ZipInfo) -> int:
    """How much is in a part, counted up to a little more than is allowed."""
    packed = _packed(data, entry)
    if not entry.compress_type:
        return len(packed)
    unpack, size, left = zlib.decompressobj(-zlib.MAX_WBITS), 0, bytes(packed)
    try:
        while left and not unpack.eof and size <= LARGEST_PART:
            size += len(unpack.decompress(left, MIB))
            left = unpack.unconsumed_tail
    except zlib.error:
        return size  # what reads it will say that it is broken
    return size


def _unpacked(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    packed = _packed(data, entry)
    if not entry.compress_type:
        return bytes(packed)
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, LARGEST_PART)
    except zlib.error:
        return b""
