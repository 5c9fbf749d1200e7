"""Times in words: how long ago, and to the second on hover."""

from datetime import UTC, datetime

_STEPS = ((60, 1, "s"), (3600, 60, "min"), (86400, 3600, "h"), (86400 * 30, 86400, "d"))


def ago(at: float, now: float) -> str:
    """How far `at` lies from `now` (both seconds since 1970): "3 h ago", "in 5 min", a date."""
    distance = abs(now - at)
    if distance < 10:
        return "just now"
    for below, unit, name in _STEPS:
        if distance < below:
            words = f"{int(distance // unit)} {name}"
            return f"{words} ago" if at < now else f"in {words}"
    return f"{moment(at).day} {moment(at):%b %Y}"


def duration(seconds: float) -> str:
    """How long something took, in its two largest units: "2 h 5 min"; less than a second in ms."""
    if seconds < 0:
        return "ends before it starts"
    if seconds < 10:
        return f"{1000 * seconds:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
    rest = round(seconds)
    parts: list[str] = []
    for unit, name in ((86400, "d"), (3600, "h"), (60, "min"), (1, "s")):
        count, rest = divmod(rest, unit)
        if count or parts:
            parts.append(f"{count} {name}" if count else "")
    return " ".join(filter(None, parts[:2]))


def stamp(at: float) -> str:
    """A time for people who want it exactly, in UTC."""
    return moment(at).strftime("%Y-%m-%d %H:%M:%S UTC")


def machine_stamp(at: float) -> str:
    """A time for the `datetime` attribute."""
    return moment(at).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
