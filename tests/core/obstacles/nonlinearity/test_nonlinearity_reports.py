import math
import tomllib
from dataclasses import fields
from importlib.resources import files

import numpy as np
import pytest

from core import document
from core.experiment import finish
from core.obstacles.nonlinearity import NONLINEARITY
from core.params import make

SMALL = {"max_steps": 60, "depths": "1,2,5", "replicates": 4, "problems": 3}
each_experiment = pytest.mark.parametrize("experiment", NONLINEARITY.experiments, ids=lambda each: each.key)


def partials(experiment, monkeypatch, **values):
    """Every partial result of a run that reports wherever it can, each with what it held then, and the final one."""
    monkeypatch.setattr("core.experiment.Pace.due", lambda self: True)
    run = experiment.run(make(NONLINEARITY.params, SMALL | values))
    found = []
    while True:
        try:
            progress = next(run)
        except StopIteration as stop:
            return found, stop.value
        assert progress.partial is not None
        found.append((progress, arrays(progress.partial)))


def arrays(result):
    """Copies of all arrays of a result, by field and part."""
    found = {}
    for field in fields(result):
        value = getattr(result, field.name)
        parts = value.items() if hasattr(value, "items") else [("", value)]
        found |= {(field.name, name): part.copy() for name, part in parts if isinstance(part, np.ndarray)}
    return found


@each_experiment
def test_partial_results_keep_what_they_said_and_cannot_be_written_to(experiment, monkeypatch):
    found, final = partials(experiment, monkeypatch)
    assert len(found) > 2
    assert final.complete
    for progress, before in found:
        part = progress.partial
        assert (part.run, part.params, part.complete) == (final.run, final.params, False)
        assert part.length >= 1
        after = arrays(part)
        assert list(after) == list(before)
        for key, values in after.items():
            assert np.array_equal(values, before[key], equal_nan=True), key
    assert not any(part.flags.writeable for part in flat(final))
    fractions = [progress.fraction for progress, _ in found]
    assert fractions == sorted(fractions)
    assert 0.0 <= fractions[0] <= fractions[-1] <= 1.0


def flat(result):
    for field in fields(result):
        value = getattr(result, field.name)
        yield from (part for part in getattr(value, "values", lambda v=value: [v])() if isinstance(part, np.ndarray))


@each_experiment
def test_when_a_run_reports_does_not_change_what_it_finds(experiment, monkeypatch):
    calm = finish(experiment.run(make(NONLINEARITY.params, SMALL)))
    _, busy = partials(experiment, monkeypatch)
    assert document.to_npz({"one": calm}) == document.to_npz({"one": busy})


def test_the_paths_of_the_toy_are_prefixes_of_the_same_buffers(monkeypatch):
    found, final = partials(NONLINEARITY.experiment("toy"), monkeypatch)
    for progress, _ in found:
        for field in ("path", "path_loss"):
            for name, part in getattr(progress.partial, field).items():
                whole = getattr(final, field)[name]
                steps = part.shape[1]
                begun = np.isfinite(part).any()
                assert not begun or np.shares_memory(part, whole)
                assert not begun or np.array_equal(part, whole[:, :steps], equal_nan=True)


@each_experiment
def test_two_runs_give_the_same_bytes_and_another_seed_gives_others(experiment):
    first, again, other = (
        finish(experiment.run(make(NONLINEARITY.params, SMALL | {"seed": seed}))) for seed in (3, 3, 4)
    )
    for form in (document.to_json, document.to_csv):
        texts = [
            form(document.document("nonlinearity", each.params, {experiment.key: each})) for each in (first, again)
        ]
        assert texts[0] == texts[1]
    assert document.to_npz({experiment.key: first}) == document.to_npz({experiment.key: again})
    drawn = "seed" in experiment.reads
    assert (first.summary() != other.summary()) == drawn


@each_experiment
@pytest.mark.parametrize(
    "values", [{}, {"learning_rate": 2.0, "relative_rate": 4.0}, {"max_steps": 1, "slice": "tied"}, {"depths": "3"}]
)
def test_results_survive_npz_and_summaries_are_plain(experiment, values):
    result = finish(experiment.run(make(NONLINEARITY.params, SMALL | values)))
    stored = document.to_npz({experiment.key: result})
    restored = document.from_npz(stored, NONLINEARITY)[experiment.key]
    assert document.to_npz({experiment.key: restored}) == stored
    assert restored.summary() == result.summary()
    assert not [part for part in plain(result.summary()) if part is not None and type(part) not in (int, float, str)]
    assert all(math.isfinite(part) for part in plain(result.summary()) if isinstance(part, float))


def plain(value):
    """All leaves of nested mappings and lists."""
    if isinstance(value, dict):
        assert all(isinstance(name, str) for name in value)
        for part in value.values():
            yield from plain(part)
    elif isinstance(value, list):
        for part in value:
            yield from plain(part)
    else:
        yield value


@each_experiment
def test_a_run_can_be_closed_at_any_report(experiment, monkeypatch):
    monkeypatch.setattr("core.experiment.Pace.due", lambda self: True)
    run = experiment.run(make(NONLINEARITY.params, SMALL))
    next(run)
    next(run)
    run.close()
    with pytest.raises(StopIteration):
        next(run)


def test_every_preset_is_allowed_and_differs_from_the_defaults():
    text = (files("resources") / "presets" / "nonlinearity.toml").read_text(encoding="utf-8")
    presets = tomllib.loads(text)["preset"]
    assert len({preset["title"] for preset in presets}) == len(presets) >= 4
    for preset in presets:
        params = make(NONLINEARITY.params, preset["params"])
        assert params != make(NONLINEARITY.params, {})
        assert set(preset["params"]) <= set(NONLINEARITY.experiment(preset["experiment"]).reads)
        assert all(getattr(params, name) != getattr(make(NONLINEARITY.params, {}), name) for name in preset["params"])
