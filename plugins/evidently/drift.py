"""Whether a column drifted, by the score of a method and its threshold.

Of methods that test a hypothesis the score is a p-value, and less than the threshold means drift;
of distances it is at least the threshold. Names are those that reports have (evidently 0.7.23,
evidently/legacy/calculations/stattests: display_name, and what each function returns).
"""

from plugins.evidently.content import ColumnDrift

_P_VALUES = frozenset(
    {
        *("anderson-darling", "cramer-von mises", "epps-singleton", "fisher's exact test"),
        *("g_test", "mann-whitney u-rank test", "empirical_mmd", "t_test"),
        *("total-variation-distance", "k-s p_value", "chi-square p_value", "z-test p_value"),
    }
)
_DISTANCES = frozenset(
    {
        *("hellinger distance", "jensen-shannon distance", "kullback-leibler divergence", "psi"),
        *("wasserstein distance (normed)",),
    }
)
_STRICT = frozenset({"energy-distance", "absolute text content drift"})  # above, not at


def is_drift(method: str, score: float | None, threshold: float | None) -> bool | None:
    """None for a method that nobody knows, such as a team's own."""
    name = method.lower()
    if score is None or threshold is None:
        return None
    if name in _P_VALUES:
        return score < threshold
    if name in _DISTANCES:
        return score >= threshold
    return score > threshold if name in _STRICT else None


def drift_name(method: str) -> str:
    """Scores of different methods are different metrics."""
    words = "".join(c if c.isalnum() else "-" for c in method.lower())
    short = "-".join(part for part in words.split("-") if part)
    return f"value_drift,{short}" if short else "value_drift"


def share_of(columns: list[ColumnDrift]) -> float | None:
    """The share of columns that drifted, where it is known of all of them."""
    known = [it.drifted for it in columns]
    return sum(map(bool, known)) / len(known) if known and None not in known else None
