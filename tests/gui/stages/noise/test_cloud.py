"""The cloud says what was found of its members: medians, who is lost, where they float."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from core.obstacles.noise.cloud import CLOUD
from core.obstacles.noise.params import NoiseParams
from core.params import make
from core.run import run_to_end
from gui.picture.view import View
from gui.stages.noise.batches import shown_batches
from gui.style.theme import HALL, LIGHT
from gui.wording.text import number

ADDRESS = "noise/cloud"


def run(**values):
    return run_to_end(CLOUD.run(make(NoiseParams, values)))


@pytest.fixture(scope="module")
def plain():
    return run()


def with_last(result, field, name, value):
    values = getattr(result, field)[name].copy()
    values[-1] = value
    return replace(result, **{field: {**getattr(result, field), name: values}})


def gone(result, name, count=1000):
    """The same result of which so many, half or more, have diverged."""
    return with_last(with_last(result, "median", name, np.inf), "diverged", name, count)


def with_floor(result, field, value):
    values = getattr(result, field).copy()
    values[result.stationary_batch_sizes == result.params.batch_size] = value
    return replace(result, **{field: values})


def with_median(result, values):
    return replace(result, median={**result.median, "1": values})


def twice(result):
    """The same result with twice the loss without noise as the median."""
    return with_median(result, 2.0 * result.noise_free_loss)


def with_late(result, factor):
    """The same result whose median is some times the loss without noise over the last quarter."""
    values = result.median["1"].copy()
    values[-100:] = factor * result.noise_free_loss[-100:] if factor != 1.0 else 0.5 * values[-100:]
    return with_median(result, values)


def with_early(result, ratio):
    values = result.median["1"].copy()
    values[25] = ratio * result.noise_free_loss[25]
    return with_median(result, values)


def test_the_texts_at_the_defaults(plain, texts_of):
    words = texts_of(ADDRESS, plain)
    assert words["caption"] == ["Median loss at step 1600: 0.73 (B = 1), 0.046 (16), 0.0033 (256)."]
    assert words["caveat"] == ["Median loss with one sample ÷ loss without noise: 0.97 at step 100, 2300 at step 1600."]
    assert words["hero"] == ["0.73"]
    assert "1000 runs: noise sets a floor under the loss" in words["title"]


CHANGES = [
    ("caption", "0.55", lambda r: with_last(r, "median", "1", 0.55)),
    ("caption", "0.066", lambda r: with_last(r, "median", "16", 0.066)),
    (
        "caption",
        "Median loss at step 1600: ∞ (B = 1), 0.046 (16), 0.0033 (256).",
        lambda r: with_last(r, "median", "1", np.inf),
    ),
    ("caption", "Median loss at step 1600: ∞ (B = 1), 0.046 (16), 0.0033 (256).", lambda r: gone(r, "1")),
    (
        "caption",
        "by step 1600, of 1000: B = 1: all, B = 16: all, B = 256: 500",
        lambda r: gone(gone(gone(r, "1"), "16"), "256", 500),
    ),
    ("title", "one sample per step: all diverged", lambda r: gone(r, "1")),
    ("caveat", "of 1000: all with one sample, 0 with 16", lambda r: gone(r, "1")),
    ("axis_title", "all 1000 runs have diverged", lambda r: gone(r, "1")),
    ("hero", "0.55", lambda r: with_last(r, "median", "1", 0.55)),
    ("hero", "∞", lambda r: with_last(r, "median", "1", np.inf)),
    ("title", "one sample per step: some diverged", lambda r: with_last(r, "diverged", "1", 12)),
    ("title", "noise limits the final loss", lambda r: with_late(r, 1.0)),
    ("title", "the median loss stays above", lambda r: with_late(twice(r), 2.0)),
    ("title", "the median loss is above", lambda r: with_last(with_late(twice(r), 2.0), "median", "1", 0.0)),
    ("title", "runs of gradient descent with noise", lambda r: with_late(twice(r), 0.9)),
    ("caveat", "of 1000: 12 with one sample, 0 with 16", lambda r: with_last(r, "diverged", "1", 12)),
    ("caveat", "0 with one sample, 13 with 16", lambda r: with_last(r, "diverged", "16", 13)),
    ("axis_title", "12 of 1000 runs have diverged", lambda r: with_last(r, "diverged", "1", 12)),
    ("axis_title", "1 of 1000 runs has diverged", lambda r: with_last(r, "diverged", "1", 1)),
    (
        "caveat",
        "The law fails here: median floor 0.81, measured 4.4.",
        lambda r: with_floor(r, "stationary_median_measured", 4.4),
    ),
    ("caveat", "Rate: 25 % of", lambda r: with_floor(r, "stationary_median_measured", 4.4)),
    (
        "caveat",
        "4 at step 100, 8 at",
        lambda r: with_early(with_last(r, "median", "1", 8 * r.noise_free_loss[-1]), 4.0),
    ),
    ("axis_title", "law 3.3,", lambda r: with_floor(r, "stationary_median_predicted", 3.3)),
    ("axis_title", "measured 4.4", lambda r: with_floor(r, "stationary_median_measured", 4.4)),
    ("code", "3.3", lambda r: with_floor(r, "stationary_median_predicted", 3.3)),
]


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_texts_quote_the_result(plain, check_quote, role, words, change):
    check_quote(ADDRESS, plain, change(plain), role, words)


ABOVE = "above it the minimum repels descent, even without noise."
FEW = {"ensemble_size": 20, "batch_sizes": "65536"}


@pytest.mark.parametrize(
    ("values", "caveat"),
    [
        (FEW | {"learning_rate": 0.0198, "batch_size": 65536}, f"Rate 0.0198, limit 0.0197: {ABOVE}"),
        (FEW | {"learning_rate": 0.02, "noise_std": 1}, f"Rate 0.02, limit 0.0197: {ABOVE}"),
        (
            FEW | {"noise_std": 60, "max_steps": 300},
            "Law: median floor 7.25; not measured: some other runs, started at the minimum, diverged.",
        ),
        (
            FEW | {"learning_rate": 1, "max_steps": 50},
            "Without noise it diverges too. Diverged: loss above 6.8 × 10⁶.",
        ),
        (
            FEW | {"noise_std": 0.01, "batch_size": 16, "max_steps": 200},
            "Median loss with 16 samples ÷ loss without noise: within 1 % of 1 at steps 12 and 200.",
        ),
    ],
)
def test_the_caveat_names_what_limits_the_loss(texts_of, values, caveat):
    words = texts_of(ADDRESS, run(**values))
    assert words["caveat"] == [caveat]
    assert not any("floor under" in text for text in words["title"])
    assert "Rate" not in caveat or "20 runs of gradient descent with noise" in words["title"]


def test_only_existing_curves_are_named(plain, texts_of):
    assert "no noise" in texts_of(ADDRESS, plain)["label"]
    assert "no noise" not in texts_of(ADDRESS, run(learning_rate=1, max_steps=50, ensemble_size=4))["label"]


def test_no_floor_is_drawn_if_runs_from_the_minimum_diverge(plain, open_stage, texts_of):
    result = run(**FEW, noise_std=60, max_steps=300)
    assert result.leaves("1")
    assert not result.diverged["1"][-1]
    for each, drawn in ((result, False), (plain, True)):
        stage, words = open_stage(ADDRESS, each), texts_of(ADDRESS, each)
        assert bool(stage._losses._floor.line.lines) is drawn
        assert stage._losses._floor.label.isVisible() is drawn
        assert any("law: loss =" in text for text in words.get("code", [])) is drawn


@pytest.mark.parametrize(("size", "what"), [(1, "Loss after"), (2, "Mean loss of the two"), (3, "Median loss after")])
def test_the_median_of_few_runs_is_named_correctly(texts_of, size, what):
    result = run(ensemble_size=size, batch_sizes="1", max_steps=100)
    assert texts_of(ADDRESS, result)["caption"][0].startswith(what)


def test_different_medians_have_different_texts(plain, texts_of):
    near = with_last(with_last(plain, "median", "1", 0.5432), "median", "16", 0.5441)
    assert texts_of(ADDRESS, near)["caption"] == ["Median loss at step 1600: 0.543 (B = 1), 0.544 (16), 0.0033 (256)."]
    for name, value in (("1", 4.82354), ("16", 4.82458), ("256", 4.82583)):
        near = with_last(near, "median", name, value)
    assert texts_of(ADDRESS, near)["caption"] == ["Median loss at step 1600: 4.824 (B = 1), 4.825 (16), 4.826 (256)."]


def test_a_law_that_fails_is_shown_with_the_measured_value(plain):
    from gui.stages.noise.cloud_words import floor_wordings

    failing = with_floor(plain, "stationary_median_measured", 4.4)
    assert [str(each) for each in floor_wordings(failing)] == [
        "median floor: law 0.81, measured 4.4",
        "floor: law 0.81, measured 4.4",
    ]
    assert "median floor by the law: 0.81" in floor_wordings(plain)


@pytest.mark.parametrize("at", [0, 1, 77, 400])
def test_the_numbers_are_those_of_the_current_step(plain, texts_of, at):
    words = texts_of(ADDRESS, plain, float(at))
    step = int(plain.steps[at])
    assert words["hero"] == [number(float(plain.median["1"][at]))]
    assert f"{number(step)} steps" in words["label"]


def test_the_members_are_drawn_at_their_positions(plain, open_stage):
    stage = open_stage(ADDRESS, plain, 40.0)
    assert np.array_equal(stage._cloud.points, plain.positions[40])
    stage.show(plain, 40.25)
    between = 0.75 * plain.positions[40] + 0.25 * plain.positions[41]
    assert stage._cloud.points == pytest.approx(between)


def test_bands_and_dots_are_the_quantiles(plain, open_stage):
    losses = open_stage(ADDRESS, plain)._losses
    assert list(losses._batches) == ["1", "16", "256"]
    for name, batch in losses._batches.items():
        assert batch.dots.points[:, 0].tolist() == plain.steps.tolist()
        assert 10 ** batch.dots.points[:, 1] == pytest.approx(plain.median[name])
        half = len(plain.steps)
        assert 10 ** batch.band.outline[:half, 1] == pytest.approx(plain.q75[name])
        assert 10 ** batch.band.outline[half:, 1][::-1] == pytest.approx(plain.q25[name])
    ((_, floor),) = losses._floor.line.lines
    assert 10 ** floor[:, 1] == pytest.approx(plain.stationary_median_predicted[0])


def test_bands_are_revealed_with_the_dots(plain, open_stage):
    stage = open_stage(ADDRESS, plain, 40.0)
    for batch in stage._losses._batches.values():
        assert batch.dots.visible_count == 41
        assert batch.band._reveal_end == plain.steps[40]


@pytest.mark.parametrize(("view", "shown"), [(View(640, 360), False), (View(640, 360, type_size=HALL), True)])
def test_the_losses_are_left_out_where_their_plot_would_be_too_low(plain, open_stage, view, shown):
    stage = open_stage(ADDRESS, plain, view=view)
    assert ("no noise" in [text.text for text in stage.texts()]) is shown
    assert stage._losses._floor.line.isVisible() is shown
    stage.set_view(View(1280, 720))
    assert "no noise" in [text.text for text in stage.texts()]
    assert stage._losses._floor.label.isVisible()


def test_at_most_three_batch_sizes_are_shown_with_the_leading_one():
    assert shown_batches(["1", "16", "256"], "1", one_other=False) == {
        "1": "noisy",
        "16": "smaller_batch",
        "256": "larger_batch",
    }
    assert list(shown_batches(["1", "7", "16", "256", "4096"], "7", one_other=False)) == ["1", "7", "4096"]
    assert shown_batches(["16"], "16", one_other=False) == {"16": "noisy"}
    assert shown_batches(["2", "16"], "16", one_other=False) == {"2": "smaller_batch", "16": "noisy"}


def test_the_floor_is_labeled_beside_its_line_or_not_at_all(plain, open_stage):
    for result in (plain, run(batch_size=16), run(batch_size=65_536, max_steps=300), run(noise_std=200)):
        for view in (View(1280, 720), View(1280, 720, type_size=HALL)):
            stage = open_stage(ADDRESS, result, view=view)
            label, losses = stage._losses._floor.label, stage._losses
            if label.isVisible():
                line = losses._plot.point(0.0, losses._floor.line.lines[0][1][0, 1]).y()
                assert losses._plot.rect.top() < line < losses._plot.rect.bottom()
                assert losses._plot.rect.contains(label.rect)


def test_a_number_in_the_sentence_has_the_color_of_its_curve(plain, open_stage):
    stage = open_stage(ADDRESS, plain)
    colors = {piece.text: piece.color.name().upper() for piece in stage.caption._pieces}
    assert colors["0.73"] == LIGHT.series["adam"].label
    assert colors["0.046"] == LIGHT.series["smaller_batch"].label
    assert colors["0.0033"] == LIGHT.series["larger_batch"].label


def test_the_start_is_dragged_over_the_valley(pointer_on):
    pointer = pointer_on(ADDRESS, max_steps=20, ensemble_size=10)
    valley = pointer.stage._valley
    pointer.press(valley.point(*pointer.params.start))
    pointer.move(valley.point(0.4, 1.2))
    assert pointer.params.start == pytest.approx((0.4, 1.2), abs=0.02)
    pointer.move(valley.point(0.4, 1.2), shift=True)
    assert pointer.params.start == pytest.approx((0.4, 0.16), abs=0.02)
    assert len(valley._ghost._path)
    assert pointer.stage.cancel_drag()
    assert pointer.params.start == (-1.2, 1.0)
    pointer.move(QPointF(300, 300))
    assert pointer.params.start == (-1.2, 1.0)
