"""Numbers as people read them."""

import math

NOTHING = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"


def figures(value: float | None) -> str:
    """A number in at most six significant figures; a dash where there is none."""
    if value is None:
        return NOTHING
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "infinite" if value > 0 else "minus infinite"
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    exact = abs(value) >= 1e15 or abs(value) < 1e-4
    return f"{value:.6g}" if exact else _grouped(value)


def _grouped(value: float) -> str:
    decimals = max(0, 5 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def signed(value: float) -> str:
    """A difference with its sign; of differences no more than three figures are known."""
    if not math.isfinite(value):
        return figures(value)
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return f"{sign}{short(abs(value))}"


def short(value: float) -> str:
    """In three figures."""
    return figures(float(f"{value:.3g}"))


def between(low: float | None, high: float | None) -> str:
    """An interval; "" without one."""
    return "" if low is None or high is None else f"{figures(low)} to {figures(high)}"
