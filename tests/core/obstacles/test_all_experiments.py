"""Properties of all experiments: partial results, repeatability, files, closing, fields and presets."""

import math
import tomllib
from dataclasses import fields, replace
from importlib.resources import files

import numpy as np
import pytest
from leaves import leaves

from core import document
from core.obstacles.network import NETWORK
from core.obstacles.noise import NOISE
from core.obstacles.nonlinearity import NONLINEARITY
from core.obstacles.serial import SERIAL
from core.params import make
from core.run import in_this_process, run_to_end

SMALL = {
    "noise": {"max_steps": 60, "ensemble_size": 20},
    "nonlinearity": {"max_steps": 60, "depths": "1,2,5", "replicates": 4, "problems": 3},
    "serial": {"copies": "1,2", "repeats": 3},
    "network": {
        "hidden": "5",
        "digits": 30,
        "max_steps": 40,
        "replicates": 1,
        "widths": "3,6",
        "batch_sizes": "1,4,16",
        "depths": "1,3",
        "conditioning": "1,5,30",
    },
}
UNUSUAL = {
    "noise": ({}, {"learning_rate": 1.0}, {"start": "1,1"}),
    "nonlinearity": (
        {},
        {"learning_rate": 2.0, "relative_rate": 4.0},
        {"max_steps": 1, "slice": "tied"},
        {"depths": "3"},
    ),
    "network": ({}, {"learning_rate": 100, "stability_rate": 1}, {"max_steps": 1}, {"hidden": "2,2"}),
}
"""Parameters, besides the small ones, whose results are saved and restored."""
MIN_YIELDS = {"noise": 4, "nonlinearity": 3, "network": 3}
"""Smallest number of yields of a run that yields wherever it can."""
MIN_PRESETS = {"noise": 4, "nonlinearity": 4, "serial": 3, "network": 2}
YIELDING = (NOISE, NONLINEARITY, NETWORK)
pytestmark = pytest.mark.usefixtures("cheap", "quick")


def each_experiment(*obstacles):
    found = [(obstacle, experiment) for obstacle in obstacles for experiment in obstacle.experiments]
    ids = [f"{obstacle.key}/{experiment.key}" for obstacle, experiment in found]
    return pytest.mark.parametrize(("obstacle", "experiment"), found, ids=ids)


def small(obstacle, **values):
    return make(obstacle.params, SMALL[obstacle.key] | values)


@pytest.fixture
def partials(monkeypatch, forget):
    """partials(obstacle, experiment): all partial results of a run that yields wherever it can, and the final one.

    Each partial result comes with a copy of its arrays.
    """

    def run(obstacle, experiment):
        forget()
        monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
        running, found = in_this_process(experiment.run(small(obstacle))), []
        while True:
            try:
                progress = next(running)
            except StopIteration as stop:
                return found, stop.value
            if progress.partial is not None:  # before there is anything to show
                found.append((progress, {key: part.copy() for key, part in arrays(progress.partial).items()}))

    return run


def untimed(experiment, result):
    """The result without measured times."""
    return replace(result, **{name: {} for name in experiment.measured})


def arrays(result):
    """All arrays of a result, by field and part."""
    found = {}
    for field in fields(result):
        value = getattr(result, field.name)
        parts = value.items() if hasattr(value, "items") else [("", value)]
        found |= {(field.name, name): part for name, part in parts if isinstance(part, np.ndarray)}
    return found


@each_experiment(*YIELDING)
def test_partial_results_do_not_change_and_are_read_only(obstacle, experiment, partials):
    found, final = partials(obstacle, experiment)
    assert len(found) >= MIN_YIELDS[obstacle.key]
    assert final.complete
    for progress, before in found:
        part = progress.partial
        assert (part.run, part.params, part.complete) == (final.run, final.params, False)
        assert part.length >= 1
        after = arrays(part)
        assert list(after) == list(before)
        for key, values in after.items():
            assert np.array_equal(values, before[key], equal_nan=True), key
    assert not any(part.flags.writeable for part in arrays(final).values())
    fractions = [progress.fraction for progress, _ in found]
    assert fractions == sorted(fractions)
    assert 0.0 <= fractions[0] <= fractions[-1] <= 1.0


@each_experiment(*YIELDING)
def test_the_result_does_not_depend_on_when_a_run_yields(obstacle, experiment, partials):
    once = run_to_end(experiment.run(small(obstacle)))
    _, often = partials(obstacle, experiment)
    assert document.to_npz({"one": untimed(experiment, once)}) == document.to_npz({"one": untimed(experiment, often)})


@pytest.mark.parametrize(("key", "buffers"), [("valley", ("path", "loss")), ("cloud", ("median", "positions"))])
def test_partial_results_are_prefixes_of_the_same_buffers(key, buffers, partials):
    found, final = partials(NOISE, NOISE.experiment(key))
    for progress, _ in found:
        for name in buffers:
            part, whole = getattr(progress.partial, name), getattr(final, name)
            pairs = zip(part.values(), whole.values(), strict=True) if hasattr(part, "values") else [(part, whole)]
            assert all(np.shares_memory(a, b) and np.array_equal(a, b[: len(a)]) for a, b in pairs)


def test_the_paths_of_the_toy_are_prefixes_of_the_same_buffers(partials):
    found, final = partials(NONLINEARITY, NONLINEARITY.experiment("toy"))
    for progress, _ in found:
        for field in ("path", "path_loss"):
            for name, part in getattr(progress.partial, field).items():
                whole = getattr(final, field)[name]
                steps = part.shape[1]
                started = np.isfinite(part).any()
                assert not started or np.shares_memory(part, whole)
                assert not started or np.array_equal(part, whole[:, :steps], equal_nan=True)


@each_experiment(*YIELDING)
def test_two_runs_give_the_same_bytes_and_another_seed_gives_different_ones(obstacle, experiment, forget):
    def run(seed):
        forget()
        return untimed(experiment, run_to_end(experiment.run(small(obstacle, seed=seed))))

    first, again, other = run(3), run(3), run(4)
    for form in (document.to_json, document.to_csv):
        texts = [form(document.document(obstacle.key, each.params, {experiment.key: each})) for each in (first, again)]
        assert texts[0] == texts[1]
    assert document.to_npz({experiment.key: first}) == document.to_npz({experiment.key: again})
    drawn = "seed" in experiment.reads
    assert drawn or obstacle in (NONLINEARITY, NETWORK)
    assert (first.summary() != other.summary()) == drawn


@each_experiment(*YIELDING)
def test_results_survive_npz_and_summaries_are_plain(obstacle, experiment):
    for values in UNUSUAL[obstacle.key]:
        result = run_to_end(experiment.run(small(obstacle, **values)))
        stored = document.to_npz({experiment.key: result})
        restored = document.from_npz(stored, obstacle)[experiment.key]
        assert document.to_npz({experiment.key: restored}) == stored
        assert restored.summary() == result.summary()
        found = list(leaves(result.summary()))
        assert not [part for part in found if part is not None and type(part) not in (int, float, str)]
        assert all(math.isfinite(part) for part in found if isinstance(part, float))


@each_experiment(*YIELDING)
def test_a_run_can_be_closed_at_a_yield(obstacle, experiment, monkeypatch):
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    run = in_this_process(experiment.run(small(obstacle)))
    next(run)
    next(run)
    run.close()
    with pytest.raises(StopIteration):
        next(run)


class Spy:
    """Parameters that record which fields were read."""

    def __init__(self, params):
        object.__setattr__(self, "_params", params)
        object.__setattr__(self, "used", set())

    def __getattr__(self, name):
        self.used.add(name)
        return getattr(self._params, name)


@each_experiment(NOISE, NONLINEARITY, SERIAL, NETWORK)
def test_a_run_reads_its_declared_fields_and_its_summary_those_that_only_rescale(obstacle, experiment):
    spy = Spy(small(obstacle))
    result = run_to_end(experiment.run(spy))
    assert spy.used == set(experiment.reads) - set(experiment.rescales)
    result.summary()
    assert spy.used == set(experiment.reads)


@pytest.mark.parametrize("obstacle", [NOISE, NONLINEARITY, SERIAL, NETWORK], ids=lambda each: each.key)
def test_every_preset_is_valid_and_differs_from_the_defaults(obstacle):
    text = (files("resources") / "presets" / f"{obstacle.key}.toml").read_text(encoding="utf-8")
    presets = tomllib.loads(text)["preset"]
    assert len({preset["title"] for preset in presets}) == len(presets) >= MIN_PRESETS[obstacle.key]
    for preset in presets:
        params, defaults = make(obstacle.params, preset["params"]), make(obstacle.params, {})
        assert params != defaults
        assert set(preset["params"]) <= set(obstacle.experiment(preset["experiment"]).reads)
        assert all(getattr(params, name) != getattr(defaults, name) for name in preset["params"])
