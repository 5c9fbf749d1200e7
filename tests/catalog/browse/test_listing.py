"""Pages of entities: order, cursors both ways, counts."""

import orjson
import pytest

from catalog.browse.cursor import InvalidCursor, decode
from catalog.browse.listing import Page, all_bodies, first_page, page_at
from catalog.browse.reader import EVERYONE
from catalog.browse.selection import OrderField, Selection
from catalog.store.database import Database
from tests.catalog.browse.records import a_component, an_entity, keep


def by(*fields: str) -> Selection:
    order = tuple(OrderField(field.lstrip("-"), field.startswith("-")) for field in fields)
    return Selection(order=order)


def names(bodies: list[bytes]) -> list[str]:
    return [orjson.loads(body)["metadata"]["name"] for body in bodies]


def read_on(database: Database, selection: Selection, limit: int) -> list[list[str]]:
    page = first_page(database, EVERYONE, selection, limit=limit)
    pages = [names(page.items)]
    while page.next_cursor:
        page = page_at(database, EVERYONE, decode(page.next_cursor), limit=limit)
        pages.append(names(page.items))
    return pages


def last_page(database: Database, selection: Selection, limit: int) -> Page:
    page = first_page(database, EVERYONE, selection, limit=limit)
    while page.next_cursor:
        page = page_at(database, EVERYONE, decode(page.next_cursor), limit=limit)
    return page


@pytest.fixture
def catalog(database: Database) -> Database:
    keep(
        database,
        a_component("delta", type="library", tags=["b", "a"]),
        a_component("alpha", type="service", rank="2"),
        a_component("Charlie", type="service", rank="1", tags=["c"]),
        a_component("bravo", type="library", rank="3"),
        an_entity("Dataset", "echo"),
    )
    return database


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (("metadata.name",), ["alpha", "bravo", "Charlie", "delta", "echo"]),
        (("-metadata.name",), ["echo", "delta", "Charlie", "bravo", "alpha"]),
        (("spec.rank",), ["Charlie", "alpha", "bravo"]),
        (("-spec.rank",), ["bravo", "alpha", "Charlie"]),
        (("spec.type", "metadata.name"), ["bravo", "delta", "alpha", "Charlie"]),
        (("spec.type", "-metadata.name"), ["delta", "bravo", "Charlie", "alpha"]),
        (("-kind", "spec.rank"), ["echo", "Charlie", "alpha", "bravo", "delta"]),
        (("metadata.tags",), ["delta", "delta", "Charlie"]),
        (("spec.nowhere",), []),
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 10])
def test_pages_follow_each_other_in_order(
    catalog: Database, order: tuple[str, ...], expected: list[str], limit: int
) -> None:
    pages = read_on(catalog, by(*order), limit)
    assert [name for page in pages for name in page] == expected
    assert all(len(page) == limit for page in pages[:-1])


@pytest.mark.parametrize("order", [(), ("metadata.name",), ("spec.type", "-metadata.name")])
def test_pages_lead_back_to_the_first(catalog: Database, order: tuple[str, ...]) -> None:
    forward = read_on(catalog, by(*order), 2)
    page = last_page(catalog, by(*order), 2)
    backward = [names(page.items)]
    while page.prev_cursor:
        page = page_at(catalog, EVERYONE, decode(page.prev_cursor), limit=2)
        backward.append(names(page.items))
    assert backward == forward[::-1]
    assert page.next_cursor


def test_what_lacks_the_first_order_field_is_not_counted(catalog: Database) -> None:
    assert first_page(catalog, EVERYONE, by("spec.rank"), limit=1).total == 3


def test_a_limit_of_zero_only_counts(catalog: Database) -> None:
    page = first_page(catalog, EVERYONE, by("metadata.name"), limit=0)
    assert (page.items, page.total, page.next_cursor, page.prev_cursor) == ([], 5, "", "")


def test_an_offset_leaves_out_the_beginning(catalog: Database) -> None:
    page = first_page(catalog, EVERYONE, by("metadata.name"), limit=2, offset=3)
    assert (names(page.items), page.total) == (["delta", "echo"], 5)
    assert first_page(catalog, EVERYONE, by("metadata.name"), limit=2, offset=9).total == 5


def test_a_count_that_is_not_asked_for_is_not_made(catalog: Database) -> None:
    assert first_page(catalog, EVERYONE, by(), limit=1, count=False).total == 0


def test_a_cursor_keeps_the_selection_it_was_given_out_for(catalog: Database) -> None:
    selection = Selection(
        filters=("kind=component",),
        query={"spec.type": {"$in": ["library", "service"]}},
        order=(OrderField("metadata.name"),),
        term="a",
        term_fields=("metadata.name",),
    )
    pages = read_on(catalog, selection, 1)
    assert [name for page in pages for name in page] == ["alpha", "bravo", "Charlie", "delta"]


def test_the_words_are_looked_for_in_the_sorted_field_unless_fields_are_named(
    catalog: Database,
) -> None:
    sorted_by_name = Selection(term=" ALPH ", order=(OrderField("metadata.name"),))
    assert first_page(catalog, EVERYONE, sorted_by_name, limit=9).total == 1
    assert first_page(catalog, EVERYONE, Selection(term="alph"), limit=9).total == 0


def test_a_part_of_a_uid_is_found_where_no_field_is_named(catalog: Database) -> None:
    (body,) = first_page(catalog, EVERYONE, Selection(), limit=1).items
    uid = orjson.loads(body)["metadata"]["uid"]
    found = first_page(catalog, EVERYONE, Selection(term=uid[4:30].upper()), limit=9)
    assert found.items == [body]


def test_words_are_taken_literally(catalog: Database) -> None:
    for term in ("%", "_", "a%a", "\\"):
        selection = Selection(term=term, term_fields=("metadata.name", "spec.rank"))
        assert first_page(catalog, EVERYONE, selection, limit=9).total == 0


def test_a_list_without_limit_leaves_out_what_cannot_be_sorted_and_one_with_a_limit_keeps_it(
    catalog: Database,
) -> None:
    rank = by("-spec.rank")
    assert names(all_bodies(catalog, EVERYONE, rank)) == ["bravo", "alpha", "Charlie"]
    assert names(all_bodies(catalog, EVERYONE, rank, limit=9)) == [
        "bravo",
        "alpha",
        "Charlie",
        "delta",
        "echo",
    ]


def test_a_part_of_a_list_is_ordered_by_ref_where_nothing_else_is_asked(
    catalog: Database,
) -> None:
    assert names(all_bodies(catalog, EVERYONE, by(), limit=2, offset=1)) == ["bravo", "Charlie"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "notacursor",
        "eyJmb28iOjF9",
        "W10=",
        "eyJvcmRlckZpZWxkcyI6W10sImlzUHJldmlvdXMiOmZhbHNlLCJmdWxsVGV4dEZpbHRlciI6eyJ0ZXJtIjoi"
        "IiwiZmllbGRzIjpbXX0sIm9yZGVyRmllbGRWYWx1ZXMiOlt7fV0sImZpbHRlciI6W119",
    ],
)
def test_a_cursor_that_was_never_given_out_is_refused(text: str) -> None:
    with pytest.raises(InvalidCursor):
        decode(text)
