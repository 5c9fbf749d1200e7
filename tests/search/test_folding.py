"""How values are compared."""

import pytest

from search.folding import fold, printable, ref_forms, run_of_words


def test_case_and_accents_do_not_matter() -> None:
    assert fold(" Crème Brûlée ") == "creme brulee"


@pytest.mark.parametrize("text", ["Fraud-Model", "fraud_model", "FRAUD  model!"])
def test_a_name_is_a_run_of_words(text: str) -> None:
    assert run_of_words(text) == "fraud model"


def test_a_ref_can_be_written_in_four_ways() -> None:
    forms = ("group:default/risk", "group:risk", "default/risk", "risk")
    assert ref_forms("group:default/risk") == forms
    assert ref_forms("risk") == ("risk",)
    assert ref_forms("a:b") == ("a:b",)


def test_half_a_surrogate_pair_is_replaced() -> None:
    assert printable("a\ud800b") == "a?b"
