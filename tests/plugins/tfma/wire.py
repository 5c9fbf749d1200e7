"""TFRecord and protobuf written by hand, from their specifications, and not by what reads them.

Numbers of fields are those of TFMA's .proto files; tests name them in comments where it helps.
https://protobuf.dev/programming-guides/encoding, https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4
"""

import struct
from collections.abc import Iterable

Field = tuple[int, "float | int | bytes | str | list[Field]"]


def varint(number: int) -> bytes:
    number &= (1 << 64) - 1
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def message(*fields: Field) -> bytes:
    """Whole numbers as varints, floats with 64 bits, texts and lists of fields with a length."""
    out = b""
    for number, value in fields:
        if isinstance(value, float):
            out += varint(number << 3 | 1) + struct.pack("<d", value)
        elif isinstance(value, int):
            out += varint(number << 3) + varint(value)
        else:
            held = value.encode() if isinstance(value, str) else value
            inside = message(*held) if isinstance(held, list) else held
            out += varint(number << 3 | 2) + varint(len(inside)) + inside
    return out


def records(*data: bytes) -> bytes:
    return b"".join(
        (head := struct.pack("<Q", len(each))) + masked(head) + each + masked(each) for each in data
    )


def masked(data: bytes) -> bytes:
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0x82F63B78 * (crc & 1)
    crc ^= 0xFFFFFFFF
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def double(value: float) -> list[Field]:
    """A MetricValue with a double_value."""
    return [(1, [(1, value)])]


def key(name: str, **fields: "int | str | list[Field]") -> list[Field]:
    """A MetricKey."""
    numbers = {"output": 2, "sub_key": 3, "model": 4, "diff": 5, "aggregation": 6, "weighted": 7}
    return [(1, name), *((numbers[it], value) for it, value in fields.items())]


def metric(key: list[Field], value: list[Field], *further: Field) -> Field:
    """One of `metric_keys_and_values` of a MetricsForSlice."""
    return (51, [(1, key), (2, value), *further])


def slice_key(**pairs: str | int) -> Field:
    """`slice_key` of a MetricsForSlice, with `bytes_value` or `int64_value`."""
    columns: Iterable[list[Field]] = (
        [(1, name), (2, value) if isinstance(value, str) else (4, value)]
        for name, value in pairs.items()
    )
    return (1, [(1, column) for column in columns])
