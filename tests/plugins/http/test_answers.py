"""Answers that are not the JSON they should be."""

import pytest

from plugins.api import UpstreamFailed
from plugins.http.answers import as_value


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("utf-8", "application/json"),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16-le", ""),
        ("utf-32-be", ""),
        ("latin-1", "application/json; charset=ISO-8859-1"),
        ("shift_jis", "text/plain;charset=Shift_JIS"),
        ("utf-8", "application/json; charset=nonsense"),
        ("utf-8", 'application/json; charset="utf-8"; x=y'),
        ("utf-8", "application/json; charset=base64"),
    ],
)
def test_every_charset_is_read(charset: str, declared: str) -> None:
    text = "カ" if charset == "shift_jis" else "é"
    sent = f'{{"a": "{text}"}}'.encode(charset)
    assert as_value("http://a.test/", sent, declared) == {"a": text}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<!doctype html>\n<title>Sign in</title>", "HTML instead of JSON: <!doctype html> <ti"),
        (b"", "with something else instead of JSON"),
        (b"{'a': 1}", "instead of JSON: {'a': 1}"),
        (b"\xff\xfe\xfa", "instead of JSON"),
        (b"[" * 100_000, "instead of JSON: [[["),
        (b"1" * 10_000, "instead of JSON: 111"),
        (b'{"a": 1} trailing', "instead of JSON"),
        (b"\x1b]0;title\x07", "instead of JSON: ]0;title"),
    ],
)
def test_what_came_instead_is_told(body: bytes, said: str) -> None:
    with pytest.raises(UpstreamFailed) as failure:
        as_value("http://ada:pw@a.test/x?token=secret", body, "application/json")
    assert said in str(failure.value)
    assert str(failure.value).startswith("http://a.test/x answers with")
    assert len(str(failure.value)) < 250
    assert str(failure.value).isprintable()
