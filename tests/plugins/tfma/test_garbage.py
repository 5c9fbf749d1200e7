"""No record breaks the reader, whatever protobuf makes of it."""

from hypothesis import given
from hypothesis import strategies as st

from tests.plugins.tfma.results import read_results
from tests.plugins.tfma.wire import Field, message, records

NUMBERS = st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 51])
FIELDS = st.recursive(
    st.tuples(
        NUMBERS,
        st.integers(-(2**63), 2**63) | st.floats() | st.binary(max_size=8) | st.text(max_size=8),
    ).map(lambda field: [field]),
    lambda inside: st.lists(st.tuples(NUMBERS, inside), max_size=4),
    max_leaves=25,
)


@given(st.lists(FIELDS, max_size=3), FIELDS)
def test_no_message_breaks_the_reader(slices: list[list[Field]], other: list[Field]) -> None:
    files = {
        "eval_config.json": b"{}",
        "metrics": records(*(message(*it) for it in slices), message(*other)),
        "plots": records(message(*other)),
        "attributions-00000-of-00001.tfrecord": records(message(*other)),
        "validations.tfrecord": records(message(*other)),
    }
    found = read_results(files)
    for run in found.report.evaluations:
        assert all(isinstance(it.value, float) for it in run.results)
    assert all(it.code.startswith("tfma/") for it in found.problems)
