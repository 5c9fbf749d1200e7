"""Files and drafts as they are kept: compressed."""

import json
import zlib

from plugins.api import Draft
from plugins.host.shapes import shape_of

LEVEL = 1  # quick: most files are kept for a day


def packed_file(data: bytes) -> bytes:
    return zlib.compress(data, LEVEL)


def unpacked_file(body: bytes) -> bytes:
    return zlib.decompress(body)


def packed_draft(draft: Draft) -> bytes:
    """In JSON in which NaN and infinities may stand."""
    return zlib.compress(json.dumps(shape_of(Draft).plain(draft)).encode(), LEVEL)


def unpacked_draft(body: bytes) -> Draft:
    made: Draft = shape_of(Draft).built(json.loads(zlib.decompress(body)))
    return made
