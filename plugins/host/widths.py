"""How wide a template may have things made: a thousand million blanks are made at once, before
anything can be counted."""

import re
from collections.abc import Callable, Iterable
from functools import wraps
from string import Formatter
from typing import Any

WIDEST = 9_999
# Filters that make as much as a number says.
FILTERS = ("batch", "center", "indent", "slice", "tojson")
_TOO_WIDE = re.compile(r"\d{5,}|[*{]")  # also a width that only the values tell
_PRINTF = re.compile(r"%(?:\([^)]*\))?([-+ #0-9.*]*)")


class TooWide(ValueError):
    """More than anybody could look at."""

    def __init__(self) -> None:
        super().__init__(f"widths and counts must be written out, and no more than {WIDEST:,}")


def check_numbers(numbers: Iterable[Any]) -> None:
    """Raises TooWide if one of what may be numbers is."""
    if any(isinstance(number, int) and number > WIDEST for number in numbers):
        raise TooWide


def check_printf(text: str) -> None:
    """Raises TooWide for a text like `%999999d`."""
    if any(_TOO_WIDE.search(spec) for spec in _PRINTF.findall(text.replace("%%", ""))):
        raise TooWide


def check_format(text: str) -> None:
    """Raises TooWide for a text like `{:999999}`; ValueError for one that is malformed."""
    if any(spec and _TOO_WIDE.search(spec) for _, _, spec, _ in Formatter().parse(text)):
        raise TooWide


def bounded(filters: dict[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """The same filters, but for those that would make too much."""
    narrow = {name: _narrow(filters[name]) for name in FILTERS}
    return {**filters, **narrow, "format": _printf(filters["format"])}


def _narrow(made: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(made)
    def checked(*args: Any, **options: Any) -> Any:
        check_numbers([*args[1:], *options.values()])
        return made(*args, **options)

    return checked


def _printf(made: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(made)
    def checked(text: Any, *args: Any, **options: Any) -> Any:
        check_printf(str(text))
        return made(text, *args, **options)

    return checked
