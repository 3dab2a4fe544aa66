"""What was computed lately is not computed again."""

from core.obstacles.noise.recent import Recent


def counted(calls, value):
    def work():
        calls.append(value)
        yield None
        yield value

    return work


def test_a_value_is_computed_once():
    recent, calls = Recent(2), []
    assert list(recent.compute("a", counted(calls, 1.5))) == [None, 1.5]
    assert list(recent.compute("a", counted(calls, 2.5))) == [1.5]
    assert calls == [1.5]
    assert recent.recall("a") == 1.5
    assert recent.recall("b") is None


def test_the_keys_used_last_are_kept():
    recent, calls = Recent(2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        list(recent.compute(key, counted(calls, key)))
    assert calls == ["a", "b", "c", "b"]


def test_a_cancelled_computation_is_not_kept():
    recent, calls = Recent(2), []
    begun = recent.compute("a", counted(calls, 1.5))
    assert next(begun) is None
    begun.close()
    assert list(recent.compute("a", counted(calls, 2.5))) == [None, 2.5]


def test_a_value_is_kept_by_a_run_that_ends_where_it_gets_the_value():
    recent, calls = Recent(2), []
    list(recent.compute("a", counted(calls, 1.5)))
    begun = recent.compute("a", counted(calls, 2.5))
    assert next(begun) == 1.5
    begun.close()
    assert list(recent.compute("a", counted(calls, 2.5))) == [1.5]
