from types import SimpleNamespace
from typing import Any

import pytest

from plugins.host.templates import TemplateFailed, rendered, rendered_strictly

EVIL = "<script>alert(1)</script>"


def test_values_are_shown_and_escaped() -> None:
    assert rendered("<p>{{ value.a }}</p>", {"value": {"a": EVIL}}) == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )


def test_a_name_that_is_not_there_is_empty_unless_it_must_be() -> None:
    assert rendered("[{{ value.a.b.c }}]", {"value": {}}) == "[]"
    with pytest.raises(TemplateFailed, match="has no attribute 'a'"):
        rendered_strictly("[{{ value.a.b.c }}]", {"value": {}})


@pytest.mark.parametrize(
    ("template", "left"),
    [
        (EVIL, ""),
        ('<p onclick="x()" style="top:0" class="a">b</p>', '<p class="a">b</p>'),
        ('<a href="{{ url }}">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ('<img src="https://a.test/x.png">', ""),
        ('<form action="/x"><input name="a"></form>', ""),
        ('<iframe src="https://a.test"></iframe>', ""),
        ("<style>p {}</style>", ""),
        ('<time datetime="2026">2026</time>', '<time datetime="2026">2026</time>'),
        ("</main></body><p>after</p>", "<p>after</p>"),
    ],
)
def test_only_what_tells_something_is_left(template: str, left: str) -> None:
    assert rendered(template, {"url": "javascript:alert(1)"}) == left


@pytest.mark.parametrize(
    "template",
    [
        "{{ value.__class__.__mro__ }}",
        "{{ value.append.__globals__ }}",
        "{{ (value|attr('__class__')) }}",
        "{{ ''.format.__func__ }}",
        "{{ '{0.__class__}'.format(value) }}",
        "{{ cycler.__init__.__globals__.os }}",
    ],
)
def test_nothing_inside_is_reached(template: str) -> None:
    assert rendered(template, {"value": []}) == ""


@pytest.mark.parametrize(
    "template",
    [
        "{{ value.append(1) }}",
        "{{ entity.close() }}",
        "{{ 'a' * 1000000000 }}",
        "{{ [1] * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}",
        "{% for i in range(1000000) %}{% endfor %}",
        "{% include 'x' %}",
        "{% import 'os' as os %}",
        "{{ 1 / 0 }}",
        "{{ value | nonsense }}",
        "{% if %}",
        "{{ value + 'a' }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    ],
)
def test_what_can_not_be_done_is_told(template: str) -> None:
    with pytest.raises(TemplateFailed) as failure:
        rendered(template, {"value": [], "entity": SimpleNamespace(_close=print)})
    assert str(failure.value).isprintable()


@pytest.mark.parametrize(
    "template",
    [
        "{{ ('a'.center(300000000))[:1] }}",
        "{{ ('a'|center(300000000))[:1] }}",
        "{{ ('a'|indent(width=300000000, first=true))[:1] }}",
        "{{ ({'a': 1}|tojson(indent=300000000))[:1] }}",
        "{{ ([1]|batch(300000000, 'x')|first)[:1] }}",
        "{{ ['a']|map('center', 300000000)|map('first')|first }}",
        "{{ ('%300000000d'|format(1))[:1] }}",
        "{{ ('%*d' % (300000000, 1))[:1] }}",
        "{{ ('%-300000000d' % 1)[:1] }}",
        "{{ ('{:300000000}'.format(1))[:1] }}",
        "{{ ('{:{}}'.format(1, 300000000))[:1] }}",
    ],
)
def test_nothing_is_made_wider_than_anybody_looks(template: str) -> None:
    with pytest.raises(TemplateFailed, match="no more than 9,999"):
        rendered(template, {})


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ 'a'.center(3) }}|{{ 'a'|center(3) }}", " a | a "),
        (
            "{{ '%05d is 100%% of %(a)s'|replace('%(a)s', '%s')|format(7, 'b') }}",
            "00007 is 100% of b",
        ),
        ("{{ '%.2f' % 0.126 }} {{ 7 % 4 }}", "0.13 3"),
        ("{{ '{:.2f} {{12345}} {}'.format(0.126, 1700000000) }}", "0.13 {12345} 1700000000"),
        ("{{ 1700000000|default(99999) }}", "1700000000"),
    ],
)
def test_what_is_narrow_is_made(template: str, shown: str) -> None:
    assert rendered(template, {}) == shown


@pytest.mark.parametrize("value", [None, 1, "x", [], {"a": None}, [{"a": 1}], {"a": {"b": [1]}}])
def test_values_of_any_shape_are_looked_into(value: Any) -> None:
    assert rendered("{{ value.a.b[0].c or '' }}", {"value": value}) == ""
