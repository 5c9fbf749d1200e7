"""The one character that no text in the catalog has: PostgreSQL refuses even to compare with it."""

from flask import Flask, request
from werkzeug.exceptions import BadRequest


def refuse_nul(app: Flask) -> None:
    """Answer 400 to an address with a NUL in it; bodies are looked at where they are read."""

    @app.before_request
    def refuse() -> None:
        asked = (text for pair in request.args.items(multi=True) for text in pair)
        if "\0" in request.path or any("\0" in text for text in asked):
            raise BadRequest("An address can't hold the character NUL.")
