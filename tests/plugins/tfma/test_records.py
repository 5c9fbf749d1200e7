"""TFRecord files, whole and broken."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.tfma.records import Broken, crc32c, records
from tests.plugins.tfma import wire


@pytest.mark.parametrize(
    ("data", "crc"),
    [
        (bytes(32), 0x8A9136AA),  # RFC 3720, appendix B.4
        (b"\xff" * 32, 0x62A8AB43),
        (bytes(range(32)), 0x46DD794E),
        (bytes(reversed(range(32))), 0x113FDB5C),
        (b"", 0),
    ],
)
def test_the_checksum_is_that_of_the_rfc(data: bytes, crc: int) -> None:
    assert crc32c(data) == crc


def test_records_follow_one_another() -> None:
    assert list(records(wire.records(b"one", b"", b"three"))) == [b"one", b"", b"three"]
    assert list(records(b"")) == []


def test_a_record_that_changed_costs_only_itself() -> None:
    data = wire.records(b"one", b"two", b"three").replace(b"two", b"tvo")
    first, second, third = records(data)
    assert (first, third) == (b"one", b"three")
    assert str(second) == "has a wrong checksum of record 1"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (wire.records(b"one")[:-1], "ends within record 0: 3 bytes of it, 6 are there"),
        (wire.records(b"one")[:9], "ends within the head of record 0"),
        (wire.records(b"one") + wire.records(b"two")[:-5], "ends within record 1"),
        (b"\x04" + wire.records(b"one")[1:], "wrong checksum of the length of record 0"),
        (b"not a file of records at all", "wrong checksum of the length"),
        (b"version https://git-lfs.github.com/spec/v1\n", "pointer of Git LFS"),
        (b"\x1f\x8b\x08\x00", "compressed"),
    ],
)
def test_what_can_not_be_followed_is_told(data: bytes, said: str) -> None:
    assert said in str(list(records(data))[-1])


def test_a_huge_length_is_no_reason_to_take_memory() -> None:
    head = struct.pack("<Q", 2**62)
    (broken,) = records(head + wire.masked(head) + b"abc")
    assert "4,611,686,018,427,387,904 bytes of it, 3 are there" in str(broken)


@given(st.binary(max_size=200), st.integers(0, 60), st.integers(0, 255))
def test_no_bytes_are_taken_for_others(data: bytes, place: int, byte: int) -> None:
    whole = bytearray(wire.records(b"some", b"records", b"of results"))
    whole[place] = byte
    found = list(records(bytes(whole) + data))
    good = [it for it in found if not isinstance(it, Broken)]
    assert set(good) <= {b"some", b"records", b"of results"}
