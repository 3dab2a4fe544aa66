"""Hypothesis strategies of parameters over the whole allowed range."""

import math

from hypothesis import strategies as st

from core.experiment import Experiment
from core.params import Field, Params, fields_by_name


def settings_of(experiment: Experiment, kind: type[Params], limits=None, special=None):
    """Return a strategy of values by name for the fields an experiment reads; optional fields may be missing.

    `limits` narrows the range of fields that affect the time of a run, as (lowest, highest) of a number or as
    (max_length, lowest, highest) of a list of numbers. `special` holds values that are drawn often.
    """
    limits, special = limits or {}, special or {}
    known = fields_by_name(kind)
    drawn = {name: _values(known[name], limits.get(name), special.get(name, ())) for name in experiment.reads}
    always = {name: drawn.pop(name) for name in limits if name in drawn}
    return st.fixed_dictionaries(always, optional=drawn)


def _values(field: Field, limit, special):
    if field.file:
        return st.just("")
    kinds = [st.sampled_from(list(special))] if special else []
    # What is usual may take longer than the limit allows.
    words = [word for word in field.words if limit is None or word != "usual"]
    if field.takes_list_of_words:
        kinds.append(st.lists(st.sampled_from(field.words), min_size=1, max_size=min(field.longest or 6, 6)))
    elif field.many:
        kinds += [st.sampled_from(words)] if words else []
        max_length, low, high = limit or (field.longest or 5, field.minimum, field.maximum)
        kinds.append(st.lists(_number(field, low, high), min_size=1, max_size=max_length))
    else:
        if words:
            kinds.append(st.sampled_from(words))
        if field.number:
            kinds.append(_number(field, *(limit or (field.minimum, field.maximum))))
        if field.size:
            kinds.append(st.tuples(*[st.floats(field.minimum, field.maximum)] * field.size))
    return st.one_of(*kinds)


def _number(field: Field, low: float, high: float):
    """Return a strategy of numbers between `low` and `high`, with both ends drawn often; log-uniform for log scales."""
    ends = [end for end, excluded in ((low, field.above), (high, field.below)) if not excluded]
    if field.scale == "log" or high / max(low, 1e-9) > 1e3:
        least = low if low > 0 else 1e-6 * high
        inside = st.floats(math.log(least), math.log(high)).map(lambda at: min(max(math.exp(at), least), high))
    else:
        inside = st.floats(low, high, exclude_min=field.above, exclude_max=field.below)
    if field.below:
        inside = inside.filter(lambda value: value < high)
    drawn = st.one_of(inside, inside, inside, st.sampled_from(ends)) if ends else inside
    return drawn.map(round) if field.integer else drawn
