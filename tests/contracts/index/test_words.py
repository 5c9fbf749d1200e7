"""What words find: as typed, in other forms, unfinished, mistyped."""

import pytest

from tests.contracts.index.asking import Ask, names


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("payments ", {"fraud-detection", "fraud-model", "card-payments", "payment-features"}),
        ("forecasts ", {"churn-forecast", "demand-forecasting", "demand_forecast"}),
        ("FORECAST ", {"churn-forecast", "demand-forecasting", "demand_forecast"}),
        ("creme fraiche ", {"ProduceGrader"}),
        ("crème ", {"ProduceGrader"}),
        ('"fraud model"', {"fraud-model", "fraud-model-next"}),
        ('"model fraud"', set()),
        ("fraud -model ", {"fraud-detection"}),
        ("fraud NOT model ", {"fraud-detection"}),
        ("fraud -(model OR detection) ", set()),
        ("churn OR gap ", {"churn", "churn-forecast", "gap-detector", "shelf-vision"}),
        ("(churn OR fraud) kind:project", {"churn", "fraud-detection"}),
        ("churn OR fraud kind:project", {"churn", "churn-forecast", "fraud-detection"}),
        ("fraud AND spring ", {"fraud-model-next"}),
        ("which of the cameras ", {"shelf-vision"}),
        ("title:card ", {"fraud-model", "fraud-model-next", "card-payments"}),
        ("title:gap,auc ", {"gap-detector", "auc"}),
        ('description:"a person"', {"fraud-model"}),
    ],
)
def test_words_find(ask: Ask, query: str, found: set[str]) -> None:
    assert set(names(ask(query))) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("fraud-model-next", "fraud-model-next"),
        ("default/fraud-model", "fraud-model"),
        ("model:fraud-model", "fraud-model"),
        ("model:default/fraud-model", "fraud-model"),
        ("MODEL:default/Fraud-Model", "fraud-model"),
        ("demand_forecast", "demand_forecast"),
        ("grader", "ProduceGrader"),
        ("producegrader", "ProduceGrader"),
        ("ref:model:default/two-tower", "two-tower"),
        ("tower", "two-tower"),
    ],
)
def test_a_name_is_found_by_its_parts_and_as_a_whole(ask: Ask, query: str, found: str) -> None:
    assert names(ask(query))[0] == found


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("fraud-mo", "fraud-model"),
        ("gap d", "gap-detector"),
        ("photogr", "shelf-photos"),
        ("recommendati", "recommendations"),
        ("model:default/gap", "gap-detector"),
        ("title:photogr", "shelf-photos"),
    ],
)
def test_the_last_word_may_be_unfinished(ask: Ask, query: str, name: str) -> None:
    assert name in names(ask(query))
    assert ask(f"{query} ").near or name not in names(ask(f"{query} "))
    assert name not in names(ask(query, prefix=False)) or ask(query, prefix=False).near


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("fruad ", "fraud-detection"),
        ("froud ", "fraud-detection"),
        ("paymens ", "card-payments"),
        ("clasifer card ", "fraud-model"),
        ("recomendatoins", "recommendations"),
        ("photogarp", "shelf-photos"),
        ("fraud-modle", "fraud-model"),
    ],
)
def test_mistyped_words_find_what_was_meant_and_say_so(ask: Ask, query: str, name: str) -> None:
    result = ask(query)
    assert name in names(result)
    assert result.near


def test_words_that_match_as_typed_find_nothing_else(ask: Ask) -> None:
    assert not ask("payments ").near


@pytest.mark.parametrize("query", ["gep ", '"fruad detection"', "zzzzzz ", "tag:fruad"])
def test_short_words_phrases_and_filters_have_to_be_right(ask: Ask, query: str) -> None:
    assert ask(query).total == 0
