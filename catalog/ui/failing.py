"""Pages for what went wrong: what happened, and what to do next."""

from flask import Response

from catalog.ui.showing import show

# status: (what happened, what to do)
EXPLAINED = {
    400: ("That request can't be read", "Go back, look at what was typed, and try again."),
    403: ("That is not allowed", "Load the page again and retry from there."),
    404: (
        "There is nothing here",
        "It may have been renamed, removed, or never declared: search for it by name.",
    ),
    405: ("That can't be done here", "Go back and use the buttons of the page."),
    410: ("It is gone", "It is no longer declared anywhere the catalog reads."),
    500: (
        "Something broke",
        "It is our fault, and it is in the server's log. Try again in a moment.",
    ),
    503: (
        "The catalog can't answer right now",
        "Its database is not reachable. Try again in a moment, or ask whoever runs ML Home.",
    ),
}


def error_page(status: int, detail: str = "") -> Response:
    """The page for an HTTP status; `detail` is said as well, where the reader can use it."""
    nearest = status if status in EXPLAINED else 400 if status < 500 else 500
    title, advice = EXPLAINED[nearest]
    return show("error.html", status=status, code=status, title=title, advice=advice, detail=detail)
