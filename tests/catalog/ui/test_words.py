"""Names, times, addresses and texts as people read them."""

from html.parser import HTMLParser

import pytest

from catalog.browse.commit_pages import commit_link, line_link
from catalog.browse.views import FieldChange
from catalog.ui.addresses import as_ref, entry_address, safe_link, with_query
from catalog.ui.changes import change_lines, dotted
from catalog.ui.kinds import look_of, relation_words
from catalog.ui.prose import as_html, breakable, first_paragraph, joined, ticked
from catalog.ui.times import ago, stamp
from catalog.ui.words import in_words, shortened
from catalog.ui.yaml_lines import yaml_lines

NOW = 1_700_000_000.0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mustImproveBy", "Must improve by"),
        ("artifact.uri", "Artifact URI"),
        ("slo", "SLO"),
        ("p95_ms", "p95 ms"),
        ("x", "X"),
    ],
)
def test_names_become_words(name: str, words: str) -> None:
    assert in_words(name) == words


def test_long_machine_texts_are_shortened_to_what_tells_them_apart() -> None:
    assert shortened("a" * 40) == "a" * 10 + "…"
    assert shortened("sha256:" + "0f" * 32) == "sha256:" + "0f" * 5 + "…"
    assert shortened("s3://bucket/of/many/folders/deep/v31/model.pt") == "s3://…/v31/model.pt"
    assert shortened("v31") == "v31"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3, "just now"),
        (90, "1 min ago"),
        (7300, "2 h ago"),
        (200_000, "2 d ago"),
        (-300, "in 5 min"),
    ],
)
def test_times_are_told_from_now(seconds: float, words: str) -> None:
    assert ago(NOW - seconds, NOW) == words


def test_old_times_are_dates() -> None:
    assert ago(NOW - 90 * 86400, NOW) == "16 Aug 2023"
    assert stamp(NOW) == "2023-11-14 22:13:20 UTC"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//elsewhere", "/own", 3, "http://[x"]
)
def test_only_web_and_mail_addresses_are_followed(address: object) -> None:
    assert safe_link(address) == ""


def test_web_and_mail_addresses_are_kept() -> None:
    assert safe_link(" https://a.example/x ") == "https://a.example/x"
    assert safe_link("mailto:a@b.example") == "mailto:a@b.example"


def test_addresses_of_entities_and_searches() -> None:
    assert entry_address("model:default/a b", "history") == "/catalog/default/model/a%20b/history"
    assert with_query("/search", [("q", "a&b"), ("kind", "")]) == "/search?q=a%26b"
    assert as_ref("Model:Scorer") == "model:default/scorer"
    assert as_ref("auc", "metric") == "metric:default/auc"
    assert as_ref("auc") == as_ref("a:b:/") == as_ref(None) == ""


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>x</script>",
        "[a](javascript:x)",
        "[a](JaVaScRiPt:x)",
        "![a](javascript:x)",
        '<img src=x onerror="x">',
        "[a]: data:text/html,x\n\n[a]",
        '<a href="https://x" onclick="x">a</a>',
        "```\n<script>x</script>\n```",
    ],
)
def test_markdown_never_becomes_anything_that_runs_or_loads(markdown: str) -> None:
    seen = Tags()
    seen.feed(as_html(markdown))
    assert {tag for tag, _ in seen.found} <= {"p", "a", "pre", "code"}
    assert not any(safe_link(dict(names).get("href", "")) for _, names in seen.found)
    assert not any(name.startswith("on") for _, names in seen.found for name, _ in names)


class Tags(HTMLParser):
    """The elements of a page with their attributes, as a browser would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))


def test_markdown_is_rendered_below_the_headings_of_the_page() -> None:
    html = as_html("# Big\n\n| a | b |\n|---|---|\n| 1 | **2** |\n\n[x](https://x.example)")
    assert "<h3>Big</h3>" in html
    assert "<td><strong>2</strong></td>" in html
    assert 'rel="noopener noreferrer nofollow"' in html


def test_the_first_paragraph_is_plain_and_short() -> None:
    assert first_paragraph("One **bold** & <i>x</i>\nline.\n\nTwo.") == "One bold & <i>x</i> line."
    assert first_paragraph("word " * 90, 20) == "word word word word …"


def test_names_in_messages_are_set_apart_and_escaped() -> None:
    assert ticked("see `<a>`, it is bad") == "See <code>&lt;a&gt;</code>, it is bad"
    assert ticked("`a` is bad") == "<code>a</code> is bad"
    assert ticked("one ` alone") == "One ` alone"
    assert breakable("a/<b>") == "a/<wbr>&lt;b&gt;"


def test_yaml_is_coloured_and_never_changed() -> None:
    text = "# note\nkey: <value>\nlist:\n  - name: x\n  - just: text: more\ntext: |\n  no key here"
    lines = yaml_lines(text)
    assert [line.striptags() for line in lines] == [line.strip() for line in text.split("\n")]
    assert lines[1] == '<span class="k">key:</span> &lt;value&gt;'
    assert lines[0] == '<span class="c"># note</span>'


def test_kinds_and_relations_that_nobody_knows_still_have_a_look_and_words() -> None:
    assert look_of("Notebook").plural == "Notebook"
    assert (look_of("DATASET").plural, look_of("dataset").one) == ("Data sets", "Data set")
    assert look_of("modelCard").one == "Model card"
    assert relation_words("trainedOn") == "Trained on"
    assert relation_words("inspiredBy") == "Inspired by"


@pytest.mark.parametrize(
    ("before", "after", "op", "lines"),
    [
        (["a", "b"], ["b", "c"], "replace", [("before", "a"), ("after", "c")]),
        (["a", "b"], ["b", "a"], "replace", [("before", '["a", "b"]'), ("after", '["b", "a"]')]),
        ("x", None, "remove", [("before", "x")]),
        (None, {"a": "é"}, "add", [("after", '{"a": "é"}')]),
        (1, True, "replace", [("before", "1"), ("after", "true")]),
    ],
)
def test_a_change_is_told_in_as_few_lines_as_it_takes(
    before: object, after: object, op: str, lines: list[tuple[str, str]]
) -> None:
    assert change_lines(FieldChange("/spec/x", before, after, op)) == lines


def test_a_pointer_is_shown_as_a_path() -> None:
    assert dotted("/metadata/annotations/a.b~1c") == "metadata.annotations.a.b/c"


@pytest.mark.parametrize(
    ("view_url", "page"),
    [
        ("https://github.com/a/b/blob/main/c.yaml#L3", "https://github.com/a/b/commit/c0ffee"),
        ("https://gitlab.com/a/s/b/-/blob/main/c.yaml", "https://gitlab.com/a/s/b/-/commit/c0ffee"),
        ("https://codeberg.org/a/b/src/branch/main/c", "https://codeberg.org/a/b/commit/c0ffee"),
        ("https://bitbucket.org/a/b/src/main/c", "https://bitbucket.org/a/b/commits/c0ffee"),
        (
            "https://dev.azure.com/o/p/_git/r?path=/c&version=GBmain",
            "https://dev.azure.com/o/p/_git/r/commit/c0ffee",
        ),
        ("https://files.example/c.yaml", ""),
        ("javascript:x/blob/", ""),
        ("", ""),
    ],
)
def test_a_commit_is_linked_where_its_host_is_known(view_url: str, page: str) -> None:
    assert commit_link(view_url, "c0ffee") == page
    assert commit_link(view_url, "") == ""


def test_a_line_is_linked_where_its_host_is_known() -> None:
    assert line_link("https://github.com/a/b/blob/main/c", 3).endswith("/c#L3")
    assert line_link("https://bitbucket.org/a/b/src/main/c", 3).endswith("/c#lines-3")
    assert line_link("https://github.com/a/b/blob/main/c", 0).endswith("/c")
    assert line_link("https://files.example/c", 3) == "https://files.example/c"
    assert line_link("javascript:x", 3) == ""


def test_marked_pieces_have_one_ellipsis_between_them() -> None:
    assert joined(["… a <mark>b</mark> …", "… c"]) == "… a <mark>b</mark> … c"
    assert joined(["one ... ", "two"]) == "one … two"
