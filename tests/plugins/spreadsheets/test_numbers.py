"""Numbers as people write them, and what is none."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.spreadsheets.cells import address, column_of, letters
from plugins.spreadsheets.dates import read_moment
from plugins.spreadsheets.numbers import (
    COMMA,
    CONFLICT,
    POINT,
    NotRead,
    Number,
    decimal_of,
    plain_value,
    read_number,
)


@pytest.mark.parametrize(
    ("text", "decimal", "value", "unit"),
    [
        ("0.934", "", 0.934, ""),
        ("0,934", "", 0.934, ""),
        ("1.234,5", "", 1234.5, ""),
        ("1,234.5", "", 1234.5, ""),
        ("1.234.567", "", 1234567, ""),
        ("1,234", POINT, 1234, ""),
        ("1,234", COMMA, 1.234, ""),
        ("1.234", COMMA, 1234, ""),
        ("1 234,5", COMMA, 1234.5, ""),
        ("1'234.5", "", 1234.5, ""),
        ("12 ms", "", 12, "ms"),
        ("93.4 %", "", 0.934, "%"),
        ("93,4%", "", 0.934, "%"),
        ("+1.5", "", 1.5, ""),
        ("\N{MINUS SIGN}1.5", "", -1.5, ""),
        ("1e-3", "", 0.001, ""),
        (".5", "", 0.5, ""),
        ("  7 ", "", 7, ""),
        ("3.2 GB/s", "", 3.2, "GB/s"),
    ],
)
def test_a_written_number_is_read(text: str, decimal: str, value: float, unit: str) -> None:
    read = read_number(text, decimal)
    assert isinstance(read, Number)
    assert read.value == pytest.approx(value, rel=1e-15)
    assert read.unit == unit


@pytest.mark.parametrize("text", ["1,234", "12,345", "-1,234", "1,234 ms"])
def test_what_may_be_thousands_is_no_number_where_nothing_tells(text: str) -> None:
    read = read_number(text)
    assert isinstance(read, NotRead)
    assert "a thousand times" in read.message


def test_between_semicolons_a_point_may_stand_between_thousands_too() -> None:
    assert read_number("1.234") == Number(1.234)
    assert isinstance(read_number("1.234", careful=True), NotRead)
    assert read_number("1.2345", careful=True) == Number(1.2345)


@pytest.mark.parametrize(
    "text", ["0.93 ± 0.01", "0.9 (0.8)", "**0.93**", "1.2.3", "1,23,4", "12 ms 13", "abc", "1/2"]
)
def test_what_is_no_number_says_so(text: str) -> None:
    assert isinstance(read_number(text), NotRead)


@pytest.mark.parametrize("text", ["", " ", "-", "\N{EM DASH}", "n.a.", "N/A", "None", "#N/A", None])
def test_some_words_say_that_nothing_was_measured(text: str | None) -> None:
    assert read_number(text) is None


def test_what_is_not_finite_is_kept_as_such() -> None:
    nan, infinite = read_number("NaN"), read_number("-inf")
    assert isinstance(nan, Number)
    assert math.isnan(nan.value)
    assert infinite == Number(-math.inf)


def test_a_number_of_another_decimal_sign_is_none() -> None:
    assert isinstance(read_number("0,934", POINT), NotRead)
    assert isinstance(read_number("0.934", COMMA), NotRead)


def test_dates_and_switches_are_no_numbers() -> None:
    import datetime

    assert isinstance(read_number(True), NotRead)
    read = read_number(datetime.date(2026, 2, 1))
    assert isinstance(read, NotRead)
    assert "spreadsheet programs make dates" in read.hint


def test_a_column_tells_its_decimal_sign() -> None:
    assert decimal_of(["1,234", "0,5"]) == COMMA
    assert decimal_of(["1,234", "1,234.5"]) == POINT
    assert decimal_of(["1,234", "2.345"]) == ""
    assert decimal_of(["0,5", "0.5"]) == CONFLICT


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_every_number_is_read_back_in_either_style(value: float) -> None:
    for decimal in (POINT, COMMA):
        text = f"{value:,.6f}"
        if decimal == COMMA:
            text = text.translate(str.maketrans({",": ".", ".": ","}))
        read = read_number(text, decimal)
        assert isinstance(read, Number)
        assert read.value == float(f"{value:.6f}")


@given(st.text(max_size=40), st.sampled_from(["", POINT, COMMA]))
def test_no_text_makes_it_fail(text: str, decimal: str) -> None:
    read_number(text, decimal)
    read_number(text, decimal, careful=True)
    plain_value(text, decimal)
    read_moment(text)
    decimal_of([text])


@given(st.integers(min_value=0, max_value=16_383))
def test_letters_name_each_column(column: int) -> None:
    assert column_of(letters(column)) == column


def test_addresses_are_those_of_spreadsheets() -> None:
    assert [address(7, 1), address(1, 26), address(2, 701)] == ["B7", "AA1", "ZZ2"]


@pytest.mark.parametrize(
    ("text", "value"), [("224", 224), ("0.5", 0.5), ("007", "007"), ("1e-4", 0.0001), ("a1", "a1")]
)
def test_params_are_numbers_where_programs_would_write_them_so(text: str, value: object) -> None:
    assert plain_value(text) == value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-31", 1774915200),
        ("31.03.2026", 1774915200),
        ("3/31/2026", 1774915200),
        ("31/3/2026", 1774915200),
        ("2026-03-31T02:00:00+02:00", 1774915200),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: float) -> None:
    assert read_moment(text) == day


def test_a_day_that_may_be_a_month_is_no_date() -> None:
    assert isinstance(read_moment("3/4/2026"), str)
