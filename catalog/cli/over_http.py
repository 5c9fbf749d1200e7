"""What a running ML Home answers to commands that are given its address."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence

from catalog.errors import MLHomeError

PATIENCE = 120.0  # seconds
Parameters = Sequence[tuple[str, str]]


class NoAnswer(MLHomeError):
    """A server that can't be reached, or that refuses what was asked."""


def ask(server: str, path: str, parameters: Parameters) -> bytes:
    """The answer of the API; parameters without a value are left out. Raises NoAnswer."""
    query = urllib.parse.urlencode([(name, value) for name, value in parameters if value])
    url = f"{server.rstrip('/')}{path}?{query}"
    if not url.startswith(("http://", "https://")):
        raise NoAnswer(f"{server} is no address: it begins with http:// or https://")
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            if answer.headers.get_content_type() == "text/html":
                raise NoAnswer(f"{server} answered with a page: is it the address of an ML Home?")
            body: bytes = answer.read()
            return body
    except urllib.error.HTTPError as error:
        raise NoAnswer(_message(error)) from None
    except (OSError, ValueError) as error:
        raise NoAnswer(f"{server} can't be reached: {error}") from None


def _message(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.load(error)["error"]["message"])
    except (OSError, ValueError, KeyError, TypeError):
        return f"{error.url} answered {error.code} {error.reason}"
