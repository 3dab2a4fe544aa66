import pytest

from core.obstacles.noise import NOISE
from core.obstacles.noise.batches import batch_names, compared_batch_sizes, noise_scales
from core.params import ParamsError, fields_by_name, make


def test_the_defaults_match_the_published_gentle_scene():
    params = make(NOISE.params, {})
    assert (params.valley, params.learning_rate, params.noise_std, params.max_steps) == (10.0, 0.005, 20.0, 1600)
    assert (params.start, params.batch_size, params.batch_sizes) == ((-1.2, 1.0), 1, (1, 16, 256))
    assert params.ensemble_size == 1000


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("batch_size", 0, "a whole number from 1 to 65536"),
        ("batch_sizes", "1,2,3,4,5", "a list of at most 4 whole numbers from 1 to 65536, separated by commas"),
        ("batch_sizes", "70000", "a list of at most 4 whole numbers from 1 to 65536, separated by commas"),
        ("ensemble_size", 10_001, "a whole number from 1 to 10000"),
        ("max_steps", 20_001, "a whole number from 1 to 20000"),
        ("noise_std", 0, "a number from 0.01 to 1000"),
        ("start", "-3,0", "2 numbers from -1.9 to 2.6, separated by a comma"),
        ("start", "2,1", "a point of the window: x from -1.9 to 1.9, y from -0.9 to 2.6"),
        ("start", "0,-1", "a point of the window: x from -1.9 to 1.9, y from -0.9 to 2.6"),
        ("dimension", 1, "a whole number from 2 to 1024"),
    ],
)
def test_invalid_values_are_reported_with_the_allowed_ones(name, value, allowed):
    with pytest.raises(ParamsError) as caught:
        make(NOISE.params, {name: value})
    assert [(problem.field, problem.allowed) for problem in caught.value.problems] == [(name, allowed)]


def test_every_field_has_texts_and_every_experiment_reads_known_fields():
    known = fields_by_name(NOISE.params)
    assert all(field.title != field.name and field.description for field in known.values())
    for experiment in NOISE.experiments:
        assert len(set(experiment.reads)) == len(experiment.reads)
        assert set(experiment.reads) <= set(known)


def test_batch_sizes_have_no_duplicates_and_are_named_as_text():
    params = make(NOISE.params, {"batch_size": 16, "batch_sizes": "256,16,4"})
    assert compared_batch_sizes(params) == (4, 16, 256)
    assert compared_batch_sizes(params, 1, 4) == (1, 4, 16, 256)
    assert batch_names(compared_batch_sizes(params)) == ("4", "16", "256")
    assert noise_scales(params, compared_batch_sizes(params)).tolist() == [10.0, 5.0, 1.25]
