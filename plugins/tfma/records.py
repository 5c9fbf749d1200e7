"""TFRecord files: records one after another, each with its length and two checksums.

Of a record there are, little-endian: its length (8 bytes), the checksum of those 8 bytes (4), the
data, the checksum of the data (4). A checksum is the CRC-32C (RFC 3720, appendix B.4), rotated
right by 15 bits, plus a constant. Format: https://www.tensorflow.org/tutorials/load_data/tfrecord.
"""

import struct
from collections.abc import Iterator
from functools import cache

_HEAD, _FOOT = struct.Struct("<QI"), struct.Struct("<I")
_POLYNOMIAL = 0x82F63B78  # of Castagnoli, bits reversed
_MASK, _BITS = 0xA282EAD8, 0xFFFFFFFF
_LFS = b"version https://git-lfs.github.com/"
_GZIP = b"\x1f\x8b"


class Broken(Exception):
    """What is wrong with a file or record; the text goes on after the file's name."""


def records(data: bytes) -> Iterator[bytes | Broken]:
    """Each record, or what is wrong with it. Where a length can't be trusted, or there are fewer
    bytes than it says, nothing after it is found any more."""
    if data.startswith(_LFS):
        yield Broken("is a pointer of Git LFS; what it points to is not in the repository")
        return
    if data.startswith(_GZIP):
        yield Broken("is compressed; TFMA writes results as they are")
        return
    at = number = 0
    while at < len(data):
        end = _end(data, at, number)
        if isinstance(end, Broken):
            yield end
            return
        record = data[at + _HEAD.size : end]
        is_whole = masked_crc(record) == _FOOT.unpack_from(data, end)[0]
        yield record if is_whole else Broken(f"has a wrong checksum of record {number}")
        at, number = end + _FOOT.size, number + 1


def _end(data: bytes, at: int, number: int) -> int | Broken:
    """Where the data of the record end whose head begins at a place."""
    start = at + _HEAD.size
    if start > len(data):
        return Broken(f"ends within the head of record {number}, at byte {len(data):,}")
    length, check = _HEAD.unpack_from(data, at)
    if masked_crc(data[at : at + 8]) != check:
        return Broken(f"has a wrong checksum of the length of record {number}, at byte {at:,}")
    end: int = start + length
    if end + _FOOT.size > len(data):
        left = len(data) - start
        return Broken(f"ends within record {number}: {length:,} bytes of it, {left:,} are there")
    return end


def masked_crc(data: bytes) -> int:
    """The checksum as it is kept: masked, for checksums of data with checksums in it are weak."""
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + _MASK) & _BITS


def crc32c(data: bytes) -> int:
    crc, table = _BITS, _table()
    for byte in data:
        crc = table[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ _BITS


@cache
def _table() -> tuple[int, ...]:
    return tuple(_entry(byte) for byte in range(256))


def _entry(crc: int) -> int:
    for _ in range(8):
        crc = crc >> 1 ^ (_POLYNOMIAL if crc & 1 else 0)
    return crc
