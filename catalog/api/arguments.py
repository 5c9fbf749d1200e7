"""Reads what a request asks: every name must be known, as in Backstage's API.

Query strings may number their parts (`filter[0]=…`, `types[]=…`) or name them (`filters[kind]=…`).
"""

import re
from typing import Any

import orjson
from flask import Request
from marshmallow import RAISE, Schema, missing
from webargs.flaskparser import FlaskParser
from webargs.multidictproxy import MultiDictProxy
from werkzeug.datastructures import MultiDict

_NUMBERED = re.compile(r"(?P<name>[^\[\]]+)\[\d*\]")
_NAMED = re.compile(r"filters\[(?P<field>[^\[\]]+)\](\[\d*\])?")


class ArgumentsParser(FlaskParser):
    DEFAULT_VALIDATION_STATUS = 400
    DEFAULT_UNKNOWN_BY_LOCATION = {
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": RAISE,
        "json": RAISE,
    }

    def _raw_load_json(self, req: Request) -> Any:
        """By orjson, which also refuses what the standard library's json lets pass: half
        characters, endless nesting, numbers that are none."""
        return orjson.loads(req.get_data()) if req.is_json else missing

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        return MultiDictProxy(_plain_names(req.args), schema)


def _plain_names(asked: "MultiDict[str, str]") -> "MultiDict[str, Any]":
    plain: MultiDict[str, Any] = MultiDict()
    named: dict[str, list[str]] = {}
    for name, values in asked.lists():
        if field := _NAMED.fullmatch(name):
            named.setdefault(field["field"], []).extend(values)
        else:
            numbered = _NUMBERED.fullmatch(name)
            plain.setlistdefault(numbered["name"] if numbered else name).extend(values)
    if named:
        plain["filters"] = named
    return plain
