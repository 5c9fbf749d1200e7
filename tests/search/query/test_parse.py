"""How queries are read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query import DEFAULT_FIELDS, QueryField, parse_query
from search.query.parse import MAX_DEPTH, MAX_LENGTH, MAX_PARTS
from search.query.tree import EVERYTHING, And, Between, Is, Node, Not, Or, Words


def words(*texts: str) -> tuple[Words, ...]:
    return tuple(Words(text) for text in texts)


A, B, C = words("a", "b", "c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", EVERYTHING),
        ("a ", A),
        ("a b ", And((A, B))),
        ("a AND b ", And((A, B))),
        ("a OR b ", Or((A, B))),
        ("a b OR c ", Or((And((A, B)), C))),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("-a ", Not(A)),
        ("NOT a ", Not(A)),
        ("--a ", A),
        ("-(a b)", Not(And((A, B)))),
        ('"a b" c ', And((Words("a b", phrase=True), C))),
        ("kind:model", Is("kind", ("model",))),
        ("KIND:model,dataset", Is("kind", ("model", "dataset"))),
        ('tag:"two words",x ', Is("tag", ("two words", "x"))),
        ("-kind:model", Not(Is("kind", ("model",)))),
        ("title:a ", Words("a", field="title")),
        ('title:"a b"', Words("a b", phrase=True, field="title")),
        ("views>3", Between("views", low=3, include_low=False)),
        ("views>=3", Between("views", low=3)),
        ("views<-1.5", Between("views", high=-1.5, include_high=False)),
        ("views<=3", Between("views", high=3)),
        ("views:3", Between("views", low=3, high=3)),
        ("views:1..5", Between("views", low=1, high=5)),
        ("views:1..", Between("views", low=1)),
        ("views:..5", Between("views", high=5)),
        ("views:1,3", Or((Between("views", 1, 1), Between("views", 3, 3)))),
        ("updated>=1970-01-02", Between("updated_at", low=86_400)),
        ("updated:1970-01", Between("updated_at", 0, 31 * 86_400, include_high=False)),
        ("updated:1970", Between("updated_at", 0, 365 * 86_400, include_high=False)),
        ("updated>1970", Between("updated_at", low=365 * 86_400)),
        ("fraud-model ", Words("fraud-model")),
        ("a -", A),
        ("!!! a ", A),
    ],
)
def test_reads(text: str, tree: Node) -> None:
    assert parse_query(text).tree == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("OR", Words("OR", open=True)),
        ("OR a ", And((Words("OR"), A))),
        ("a OR", And((A, Words("OR", open=True)))),
        ("(a OR) b ", And((And((A, Words("OR"))), B))),
        ("NOT", Words("NOT", open=True)),
        ("a NOT", And((A, Words("NOT", open=True)))),
        ("a) b ", And((A, B))),
        ("(a b", And((A, Words("b", open=True)))),
        ('"a b', Words("a b", phrase=True)),
        ("kind:", Words("kind:", open=True)),
        ("views:x ", Or((Words("views:x"), And(words("views", "x"))))),
        ("kind>3 ", Or((Words("kind>3"), And(words("kind", "3"))))),
        ("updated:2024-13 ", Or((Words("updated:2024-13"), And(words("updated", "2024-13"))))),
        ("views>nan ", Or((Words("views>nan"), And(words("views", "nan"))))),
        ("updated:9999 ", Or((Words("updated:9999"), And(words("updated", "9999"))))),
        ("https://x.y/z ", Or((Words("https://x.y/z"), And(words("https", "//x.y/z"))))),
    ],
)
def test_reads_as_words_what_it_cannot_parse(text: str, tree: Node) -> None:
    assert parse_query(text).tree == tree


def test_only_the_very_last_word_may_be_unfinished() -> None:
    assert parse_query("a b").tree == And((A, Words("b", open=True)))
    assert parse_query("a b ").tree == And((A, B))
    assert parse_query("a -b").tree == And((A, Not(B)))
    assert parse_query("(a)").tree == A
    assert parse_query("title:a").tree == Words("a", field="title", open=True)
    assert parse_query('title:"a"').tree == Words("a", field="title")


def test_more_fields_are_a_longer_table() -> None:
    metric = QueryField("metric.auc[country=SE]", "number", column="auc_se")
    fields = DEFAULT_FIELDS.with_fields(metric)
    query = parse_query("Metric.auc[country=SE]>0.9", fields)
    assert query.tree == Between("auc_se", low=0.9, include_low=False)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("metric.auc>0.9", "metric.auc"),
        ("metric.recall@10>0.9", "metric.recall@10"),
        ("metric.val/f1-score>0.9", "metric.val/f1-score"),
        ("metric.auc[country=SE, plays-2026]>0.9", "metric.auc[country=SE, plays-2026]"),
    ],
)
def test_a_family_has_fields_of_any_name(text: str, field: str) -> None:
    query = parse_query(text)
    assert query.tree == Between(field, low=0.9, include_low=False)
    assert [(chip.kind, chip.field, chip.note) for chip in query.chips] == [("range", field, "")]


def test_a_family_is_no_field_itself() -> None:
    assert (
        parse_query("loss.auc>0.9").chips[0].note == "there is no field `loss.auc`; read as words"
    )


def test_each_part_is_a_chip_that_can_be_taken_away() -> None:
    query = parse_query('card "red fox" -kind:model views>3 (a OR b)')
    assert [(chip.kind, chip.text, chip.without) for chip in query.chips] == [
        ("word", "card", '"red fox" -kind:model views>3 (a OR b)'),
        ("phrase", '"red fox"', "card -kind:model views>3 (a OR b)"),
        ("not", "-kind:model", 'card "red fox" views>3 (a OR b)'),
        ("range", "views>3", 'card "red fox" -kind:model (a OR b)'),
        ("group", "(a OR b)", 'card "red fox" -kind:model views>3'),
    ]
    assert (query.chips[2].field, query.chips[2].value) == ("kind", "model")


def test_a_chip_says_that_a_field_is_unknown_or_asked_wrongly() -> None:
    unknown, wrong = parse_query("colour:red kind>3").chips
    assert unknown.note == "there is no field `colour`; read as words"
    assert wrong.note == "`kind` can't be asked this way; read as words"


def test_alternatives_are_one_chip() -> None:
    assert [chip.text for chip in parse_query("a b OR c").chips] == ["a b OR c"]


def test_what_is_too_long_is_cut_and_said() -> None:
    chips = parse_query("word " * 100).chips
    assert len(chips) == MAX_PARTS + 1
    assert chips[-1].kind == "cut"
    assert "64 parts" in chips[-1].note
    assert parse_query("x" * (MAX_LENGTH + 5)).chips[-1].text == "xxxxx"
    assert parse_query(chips[-1].without).chips[-1].kind == "word"


def test_what_is_nested_too_deep_is_read_flat() -> None:
    assert parse_query("(" * 500 + "a b").tree == And((A, Words("b", open=True)))
    assert parse_query("-" * 500 + "a").chips != ()
    deep = "(a OR " * (MAX_DEPTH + 3) + "b" + ")" * (MAX_DEPTH + 3)
    assert _depth(parse_query(deep).tree) <= 2 * MAX_DEPTH + 2


_PIECES = st.sampled_from(
    [*'()"-:,<>=.[]', " ", " OR ", " AND ", " NOT ", "kind:", "views>", "updated:2024", "word", "Ø"]
)
_TEXTS = st.one_of(st.text(), st.lists(_PIECES, max_size=40).map("".join))


@settings(deadline=None)
@given(_TEXTS)
def test_every_text_can_be_read(text: str) -> None:
    query = parse_query(text)
    assert query.text == text
    assert _size(query.tree) <= 5 * MAX_PARTS
    assert all(chip.text in text for chip in query.chips)


_PARTS = st.sampled_from(["a", "b-c", '"d e"', "-f", "kind:x", "-views>3", "(g h)", "(i OR j)"])


@settings(deadline=None)
@given(st.lists(_PARTS, min_size=1, max_size=8), st.data())
def test_taking_a_chip_away_leaves_the_others(parts: list[str], data: st.DataObject) -> None:
    chips = parse_query(" ".join(parts)).chips
    taken = data.draw(st.integers(0, len(chips) - 1))
    left = parse_query(chips[taken].without).chips
    assert [chip.text for chip in left] == parts[:taken] + parts[taken + 1 :]


def _size(node: Node) -> int:
    return 1 + sum(_size(part) for part in _parts(node))


def _depth(node: Node) -> int:
    return 1 + max((_depth(part) for part in _parts(node)), default=0)


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case And(parts) | Or(parts):
            return parts
        case Not(part):
            return (part,)
    return ()
