"""What other tools write may be of any type, or no JSON at all."""

import math

import pytest

from plugins.api import File
from plugins.contents import Unreadable, filled, listed, mapping, moment, read_json, storable


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is no JSON"),
        (b"\xff", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        (b"\n<HTML>", "is a page of HTML"),
        (b"version https://git-lfs.github.com/spec/v1\n", "is a pointer of Git LFS"),
    ],
)
def test_what_is_no_json_is_told(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_json(data)


def test_json_may_hold_what_is_no_number() -> None:
    assert math.isnan(read_json(b"[NaN]")[0])


def test_what_is_of_another_type_is_as_good_as_nothing() -> None:
    assert (mapping([1]), mapping(None), mapping({"a": 1})) == ({}, {}, {"a": 1})
    assert (listed({}), listed("ab"), listed([1])) == ([], [], [1])


def test_texts_that_say_nothing_are_left_out() -> None:
    assert filled({"task": "", "split": "test", "note": " "}) == {"split": "test", "note": " "}


def test_texts_that_no_database_keeps_are_made_storable() -> None:
    assert storable("a\0\ud800é") == "a??é"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2026-06-01T12:00:00Z", 1780315200.0),
        ("2026-06-01 12:00:00", 1780315200.0),
        ("2026-06-01T14:00:00+02:00", 1780315200.0),
        ("2026-06-01", 1780272000.0),
        ("soon", None),
        ("", None),
        (7, None),
        (None, None),
    ],
)
def test_times_without_a_zone_are_utc(text: object, seconds: float | None) -> None:
    assert moment(text) == seconds


def test_a_file_lacks_what_was_not_asked_for_yet() -> None:
    file = File(path="a", data=b"", near={"b": b"", "c": None, "d/*": None})
    assert file.lacks(["b", "c", "d/*", "e", "e", "f"]) == ["e", "f"]
