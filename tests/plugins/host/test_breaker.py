from plugins.host.breaker import Breaker


def a_breaker() -> Breaker:
    return Breaker(failures=2, first_rest=10.0, longest_rest=35.0)


def test_single_failures_change_nothing() -> None:
    breaker = a_breaker()
    for now in range(10):
        breaker.failed(now)
        assert breaker.seconds_to_wait(now) == 0
        breaker.succeeded()


def test_failures_in_a_row_make_it_rest_ever_longer_up_to_a_cap() -> None:
    breaker, now, rests = a_breaker(), 0.0, []
    breaker.failed(now)
    for _ in range(4):
        breaker.failed(now)
        rests.append(breaker.seconds_to_wait(now))
        now += rests[-1]
        assert breaker.seconds_to_wait(now) == 0
    assert rests == [10.0, 20.0, 35.0, 35.0]


def test_after_a_rest_one_call_tries_and_the_others_wait_for_it() -> None:
    breaker = a_breaker()
    breaker.failed(0.0)
    breaker.failed(0.0)
    assert breaker.seconds_to_wait(10.0) == 0
    assert breaker.seconds_to_wait(10.0) > 0
    breaker.succeeded()
    assert breaker.seconds_to_wait(10.0) == 0


def test_calls_that_had_begun_before_the_rest_do_not_prolong_it() -> None:
    breaker = a_breaker()
    for now in (0.0, 0.0, 1.0, 2.0):
        breaker.failed(now)
    assert breaker.seconds_to_wait(10.0) == 0
