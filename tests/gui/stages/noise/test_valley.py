"""The texts of the valley for every outcome of both paths."""

from dataclasses import replace

import numpy as np
import pytest

from core.obstacles.noise.params import WINDOW, NoiseParams
from core.obstacles.noise.valley import VALLEY
from core.params import make
from core.run import run_to_end
from core.scene import Zoom
from gui.picture.view import View
from gui.style.theme import HALL

ADDRESS = "noise/valley"


def run(**values):
    return run_to_end(VALLEY.run(make(NoiseParams, values)))


@pytest.fixture(scope="module")
def plain():
    return run()


def with_end(result, name, value):
    """The same result whose path of this name is at another loss for the last quarter of its steps."""
    loss = result.loss[name].copy()
    loss[-(len(loss) // 4) :] = value
    return replace(result, loss={**result.loss, name: loss})


def with_last(result, name, value):
    """The same result whose last loss is another one."""
    loss = result.loss[name].copy()
    loss[-1] = value
    return replace(result, loss={**result.loss, name: loss})


def with_entry(result, field, name, value):
    return replace(result, **{field: {**getattr(result, field), name: value}})


def never(result, name):
    """The same result, which has not been near the minimum."""
    return with_entry(result, "steps_to_loss", name, np.full(3, np.nan))


def test_the_caption_at_the_defaults(plain, texts_of):
    assert texts_of(ADDRESS, plain)["caption"] == [
        "Step 1600: true gradient arrived; with one sample it wanders, loss 2.2."
    ]
    assert texts_of(ADDRESS, plain)["title"].count("Same valley, same rate, same 1600 steps") == 1


SENTENCES = [
    (lambda r: with_end(r, "1", 0.5), "Step 1600: true gradient arrived; with one sample it wanders, loss 0.5."),
    (lambda r: never(r, "1"), "Step 1600: true gradient arrived; with one sample the loss is still 2.2."),
    (
        lambda r: with_entry(
            with_last(with_end(r, "1", 0.5), "1", 0.009), "steps_to_loss", "1", np.array([1600.0] * 3)
        ),
        "Step 1600: true gradient arrived; with one sample the mean loss is 0.5.",
    ),
    (
        lambda r: with_last(with_end(r, "1", 0.0101), "1", 0.009),
        "Step 1600: true gradient arrived; B = 1 wanders, mean loss 0.0101.",
    ),
    (
        lambda r: with_last(with_end(with_end(r, "noise_free", 0.3), "1", 0.009), "noise_free", 0.009),
        "Step 1600: arrived with one sample; true gradient: mean loss 0.3.",
    ),
    (
        lambda r: never(with_end(r, "1", 6.7), "1"),
        "Step 1600: true gradient arrived; with one sample the loss is still 6.7.",
    ),
    (lambda r: never(with_end(r, "1", 6.9), "1"), "Step 1600: true gradient arrived; with one sample the loss is 6.9."),
    (lambda r: with_end(r, "1", 0.009), "After 1600 steps both have arrived: the true gradient and one sample."),
    (
        lambda r: with_end(r, "noise_free", 0.3),
        "Loss after 1600 steps: 0.3 with the true gradient, 2.2 with one sample.",
    ),
    (
        lambda r: with_end(with_end(r, "noise_free", 0.3), "1", 0.009),
        "Step 1600: arrived with one sample; true gradient: loss 0.3.",
    ),
    (
        lambda r: with_entry(r, "diverged", "1", 77),
        "With one sample it diverged at step 77; the true gradient has arrived.",
    ),
    (
        lambda r: with_entry(with_end(r, "noise_free", 0.3), "diverged", "1", 77),
        "Step 1600: true gradient at loss 0.3; diverged with one sample at 77.",
    ),
    (
        lambda r: with_entry(with_entry(r, "diverged", "1", 77), "diverged", "noise_free", 88),
        "With one sample it diverged at step 77, the true gradient at 88.",
    ),
    (
        lambda r: with_entry(with_entry(r, "diverged", "1", 88), "diverged", "noise_free", 88),
        "Both diverged at step 88.",
    ),
    (
        lambda r: with_end(with_end(r, "noise_free", 5.848), "1", 5.824),
        "Step 1600: loss 5.85 with the true gradient, 5.82 with one sample.",
    ),
    (
        lambda r: with_end(with_end(r, "noise_free", 5.848), "1", 5.8483),
        "Loss after 1600 steps: 5.8 with both, to within 0.01 %.",
    ),
    (
        lambda r: with_entry(r, "diverged", "noise_free", 88),
        "Step 1600: loss 2.2 with one sample; true gradient diverged at 88.",
    ),
]


@pytest.mark.parametrize(("change", "sentence"), SENTENCES)
def test_the_caption_quotes_the_result(plain, texts_of, change, sentence):
    assert texts_of(ADDRESS, change(plain))["caption"] == [sentence]


def test_the_texts_with_several_samples(texts_of):
    result = run(batch_size=16)
    assert texts_of(ADDRESS, never(result, "16"))["caption"] == [
        "Step 1600: true gradient arrived; 16 samples: loss still 0.16."
    ]
    assert texts_of(ADDRESS, result)["caption"] == [
        "Step 1600: true gradient arrived; with 16 samples it wanders, loss 0.16."
    ]
    assert "16 samples per step" in texts_of(ADDRESS, result)["label"]


def test_the_longest_captions_fit():
    from gui.stages.noise.valley_words import caption
    from gui.wording.sentences import MAX_CAPTION_LENGTH

    result = run(batch_size=65_536, max_steps=20_000, learning_rate=1e-4)
    for true in (0.0, 3.21e-4, 0.0123, 3.21e7):
        for noisy in (3.21e-4, 0.0123, 3.21e7):
            ending = with_end(with_end(result, "noise_free", true), "65536", noisy)
            for gone in (None, 19_999):
                one = with_entry(ending, "diverged", "65536", gone)
                inside = [with_last(one, name, 0.009) for name in ("noise_free", "65536")]
                for each in (one, never(one, "65536"), with_entry(one, "diverged", "noise_free", gone), *inside):
                    assert len(caption(each)) <= MAX_CAPTION_LENGTH, caption(each)


def test_the_longest_caption_with_two_losses_fits():
    from gui.stages.noise.valley_words import caption

    result = run(batch_size=65_536, max_steps=20_000, learning_rate=1e-6)
    close = with_end(with_end(result, "noise_free", 1.1933e8), "65536", 1.1931e8)
    assert caption(close) == "Step 20\u2009000: 1.1933 × 10⁸ (true gradient), 1.1931 × 10⁸ (B = 65\u2009536)."


def test_a_last_loss_inside_the_contour_alone_does_not_count_as_arrived(texts_of):
    words = texts_of(ADDRESS, run(batch_size=16, seed=3))
    assert words["hero"] == ["0.0023"]
    assert words["caption"] == ["Step 1600: true gradient arrived; 16 samples: wandering, mean loss 0.05."]


def test_the_caveat_without_an_arrived_path(texts_of):
    short = run(max_steps=700)
    assert texts_of(ADDRESS, short)["caveat"] == [
        "Innermost contour: loss 0.01. Noise limits the final loss more than the early speed."
    ]
    assert texts_of(ADDRESS, run(max_steps=50))["caveat"] == ["Innermost contour: loss 0.01."]
    assert texts_of(ADDRESS, run(learning_rate=0.05))["caveat"] == [
        "Diverged: loss above 6.8 × 10⁶. Rate 0.05, stability limit 0.0197."
    ]


ABOVE = "above it the minimum repels descent, even without noise."


@pytest.mark.parametrize(
    ("values", "caveat"),
    [
        ({"learning_rate": 0.0198, "batch_size": 65536}, f"Rate 0.0198, limit 0.0197: {ABOVE}"),
        ({"valley": 1000, "learning_rate": 0.0005}, f"Rate 5 × 10⁻⁴, limit 2 × 10⁻⁴: {ABOVE}"),
        ({"start": (1.05, 1.1), "max_steps": 1}, "Innermost contour: loss 0.01."),
        ({"start": (1, 1), "max_steps": 50}, "Innermost contour: loss 0.01."),
    ],
)
def test_the_caption_gives_losses_if_no_path_arrives(texts_of, values, caveat):
    words = texts_of(ADDRESS, run(**values))
    assert "loss" in words["caption"][0].lower()
    assert "arrived" not in words["caption"][0]
    assert words["caveat"] == [caveat]


@pytest.mark.parametrize("position", [0, 1, 437, 1600])
def test_the_losses_are_those_of_the_current_step(plain, texts_of, position):
    from gui.wording.text import number

    words = texts_of(ADDRESS, plain, float(position))
    assert words["hero"] == [number(float(plain.loss["1"][position]))]
    assert number(float(plain.loss["noise_free"][position])) in words["title"]
    assert any(text.startswith(f"{number(position)} step") for text in words["label"])


@pytest.mark.parametrize("values", [{}, {"batch_size": 65_536, "noise_std": 200}, {"batch_size": 256}])
@pytest.mark.parametrize("size", [(640, 360), (1280, 720), (1920, 1080)])
def test_the_loss_keeps_its_size_with_large_text(open_stage, values, size):
    result = run(**values)
    stage = open_stage(ADDRESS, result, view=View(*size, type_size=HALL))
    heading = next(text for text in stage.texts() if text.text in ("one sample", "B = 65\u2009536", "B = 256"))
    for position in (0.0, 800.0, 1600.0):
        stage.show(result, position)
        hero = stage._hero
        assert hero.pixels == pytest.approx(stage.text_size("hero"))
        assert heading.rect.right() < hero.rect.left()


def test_the_loss_reads_diverged_from_the_step_of_divergence(texts_of):
    result = run(learning_rate=0.05)
    assert result.diverged["1"] == 6
    assert texts_of(ADDRESS, result, 3.0)["hero"] != ["diverged"]
    for position in (6.0, 7.0, 1600.0):
        assert texts_of(ADDRESS, result, position)["hero"] == ["diverged"]


@pytest.mark.parametrize("values", [{}, {"learning_rate": 0.05}, {"max_steps": 50}])
def test_a_part_of_the_run_reads_like_a_shorter_run(texts_of, values):
    result, shorter = run(**values), run(**values | {"max_steps": 40})
    part = result.until(40)
    assert texts_of(ADDRESS, part, 40.0)["caption"] == texts_of(ADDRESS, shorter)["caption"]
    for name, loss in part.loss.items():
        assert np.shares_memory(loss, result.loss[name])
        assert part.diverged[name] == shorter.diverged[name]
        np.testing.assert_array_equal(part.steps_to_loss[name], shorter.steps_to_loss[name])


def test_the_innermost_contour_is_the_threshold_of_arrival(plain, open_stage, texts_of):
    assert texts_of(ADDRESS, plain)["caveat"] == [
        "Arrived: mean loss over the last quarter of the steps at most 0.01 (inner contour)."
    ]
    other = replace(plain, thresholds=np.array([0.05, 1e-4, 1e-6]))
    assert "at most 0.05 (" in texts_of(ADDRESS, other)["caveat"][0]
    for result, level in ((plain, 0.01), (other, 0.05)):
        heights = open_stage(ADDRESS, result)._true._contour._values
        assert heights.levels[0] ** 2 == pytest.approx(level)


@pytest.mark.parametrize("values", [{}, {"valley": 1000, "learning_rate": 1e-4}, {"valley": 1}])
@pytest.mark.parametrize("zoom", [Zoom(), Zoom(4.0, 0.2, 0.1)])
def test_contours_lie_at_their_levels(open_stage, values, zoom):
    ground = open_stage(ADDRESS, run(max_steps=5, **values), view=View(960, 540, zoom=zoom))._true
    heights, b = ground._contour._values, values.get("valley", 10)
    (left, right), (low, high) = ground.visible_range
    seen = 0
    for level, lines in zip(heights.levels, ground._contour._lines, strict=True):
        for line in lines:
            x, y = line.T
            root = np.hypot(1 - x, np.sqrt(b) * (y - x**2))
            # A pixel off the contour the height differs by the slope there.
            slope = np.hypot(-2 * (1 - x) - 4 * b * x * (y - x**2), 2 * b * (y - x**2)) / np.maximum(2 * root, 1e-12)
            pixel = (right - left) / ground.rect.width()
            inside = (left < x) & (x < right) & (low < y) & (y < high)
            seen += inside.sum()
            assert (abs(root - level)[inside] <= 0.5 * pixel * slope[inside] + 1e-9).all()
    assert seen > 100


def test_both_valleys_have_the_same_range_and_equal_scales(plain, open_stage):
    stage = open_stage(ADDRESS, plain)
    left, right = stage._true, stage._noisy
    assert left.rect.size() == right.rect.size()
    assert left.visible_range == right.visible_range
    (x0, x1), (y0, y1) = left.visible_range
    assert (x1 - x0) / left.rect.width() == pytest.approx((y1 - y0) / left.rect.height(), rel=1e-9)
    (wx0, wx1), (wy0, wy1) = WINDOW
    assert x0 - 1e-9 <= wx0 < wx1 <= x1 + 1e-9
    assert y0 - 1e-9 <= wy0 < wy1 <= y1 + 1e-9
