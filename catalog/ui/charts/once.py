"""What a page needs once, however many charts it holds."""

from flask import g


def first_chart() -> bool:
    """Whether no chart was shown before in this request."""
    first = "chart_was_shown" not in g
    g.chart_was_shown = True
    return first
