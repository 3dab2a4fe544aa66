"""The compass gives the mean cosine of minibatch gradients and draws sampled ones."""

from dataclasses import replace

import numpy as np
import pytest

from core.obstacles.noise.compass import COMPASS
from core.obstacles.noise.params import NoiseParams
from core.params import make
from core.run import run_to_end
from gui.picture.view import View
from gui.style.theme import DESK, HALL, LIGHT

ADDRESS = "noise/compass"


def run(**values):
    return run_to_end(COMPASS.run(make(NoiseParams, values)))


@pytest.fixture(scope="module")
def plain():
    return run()


def with_values(result, **values):
    return replace(result, **{name: np.array(value) for name, value in values.items()})


def test_the_texts_at_the_defaults(plain, texts_of):
    words = texts_of(ADDRESS, plain)
    assert words["caption"] == ["Mean cosine 0.69 at the start, 0.031 at (0.5, 0.25)."]
    assert words["hero"] == ["0.031"]
    assert {"Near the minimum one sample hardly points downhill", "mean cosine at (0.5, 0.25)"} == set(words["title"])
    assert words["caveat"] == ["Same noise at both; gradient norm is 27 at the start, 1 at (0.5, 0.25)."]
    assert {"start  0.69", "(0.5, 0.25)", "start"} == set(words["label"])
    assert {"arrow length not to scale", "of 1\u2009048\u2009576 minibatches"} <= set(words["axis_title"])


CHANGES = [
    ("caption", "cosine 0.44 at the start", {"measured": [0.44, 0.03]}),
    ("caption", "0.055 at (0.5, 0.25)", {"measured": [0.69, 0.055]}),
    ("hero", "0.055", {"measured": [0.69, 0.055]}),
    ("label", "start  0.44", {"measured": [0.44, 0.03]}),
    ("title", "Does one sample point downhill?", {"measured": [0.69, 0.11]}),
    ("hero", "0.077", {"measured": [np.nan, np.nan], "exact": [0.22, 0.077]}),
    ("axis_title", "closed form", {"measured": [np.nan, np.nan]}),
    ("axis_title", "of 777 minibatches", {"samples": 777}),
    ("caption", "(closed form): 0.22 at", {"measured": [np.nan, np.nan], "exact": [0.22, 0.03]}),
    ("code", "0.66", {"predicted": [0.66, 0.03]}),
    ("caveat", "is 5 at the start", {"gradients": [[3.0, 4.0], [1.0, 0.0]]}),
    ("caveat", "13 at (0.5, 0.25)", {"gradients": [[3.0, 4.0], [5.0, 12.0]]}),
    ("hero", "0.997", {"measured": [0.03, 0.997]}),
    ("hero", "> 0.999", {"measured": [0.03, 0.99999999]}),
]


@pytest.mark.parametrize(("role", "words", "values"), CHANGES)
def test_the_texts_quote_the_result(plain, check_quote, role, words, values):
    check_quote(ADDRESS, plain, with_values(plain, **values), role, words)


def test_the_texts_at_the_minimum(texts_of):
    words = texts_of(ADDRESS, run(start=(1.0, 1.0)))
    assert words["hero"] == ["0.031"]
    assert "start  none" in words["label"]
    assert words["caption"] == ["At the minimum nothing is downhill; at (0.5, 0.25): mean cosine 0.031."]
    clear = texts_of(ADDRESS, run(start=(1.0, 1.0), noise_std=1000))
    assert clear["caption"] == ["From the minimum every way is up; mean cosine 6.3 × 10⁻⁴ at (0.5, 0.25)."]
    assert "arrow length not to scale" not in words["axis_title"]


def test_the_title_depends_on_the_batch_size(texts_of, plain):
    assert "Near the minimum one sample hardly points downhill" in texts_of(ADDRESS, plain)["title"]
    assert "Near the minimum 4 samples hardly point downhill" in texts_of(ADDRESS, run(batch_size=4))["title"]
    assert "Does the mean of 16 samples point downhill?" in texts_of(ADDRESS, run(batch_size=16))["title"]
    assert "Does one sample point downhill?" in texts_of(ADDRESS, run(noise_std=1))["title"]


@pytest.mark.parametrize("type_size", [DESK, HALL])
@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (640, 360)])
def test_the_rose_of_the_hero_number_is_the_larger_one(size, type_size, plain, open_stage):
    stage = open_stage(ADDRESS, plain, view=View(*size, type_size=type_size))
    start, near = stage._roses
    assert near._radius > 1.5 * start._radius
    assert near._name.pos().y() == start._name.pos().y()
    assert near._name.rect.right() < start._name.rect.left()


def test_the_label_of_the_second_place_has_a_leader(plain, open_stage):
    stage = open_stage(ADDRESS, plain)
    line = stage._near_leader.line()
    assert line.p1() == stage._valley.point(0.5, 0.25)
    assert line.y2() == stage._near_label.rect.top()
    assert stage._near_label.rect.left() < line.x2() < stage._near_label.rect.right()


def test_arrows_and_roses_are_the_negated_gradients_of_the_result(plain, open_stage):
    stage = open_stage(ADDRESS, plain)
    for place in (0, 1):
        fan, rose = stage._fans[place], stage._roses[place]
        scale = stage._fans[0].vectors[0, 0] / -plain.arrows[0, 0, 0]
        assert fan.vectors == pytest.approx(-scale * plain.arrows[place])
        assert np.array_equal(fan._start, plain.points[place])
        assert rose._arrows.vectors == pytest.approx(-rose._radius * plain.rose[place])
        assert stage._downhill[place]._vector == pytest.approx(-plain.directions[place])
        assert stage._downhill[place]._length == pytest.approx(96 * stage.view.scale)
    ((_, path),) = stage._path.lines
    assert np.array_equal(path, plain.along)


def test_arrows_appear_one_by_one(plain, open_stage):
    for position in (0, 1, 17, 48):
        stage = open_stage(ADDRESS, plain, float(position))
        assert {each.visible_count for each in (*stage._fans, *(rose._arrows for rose in stage._roses))} == {position}


def test_the_mean_cosine_has_the_color_of_the_arrows(plain, open_stage):
    stage = open_stage(ADDRESS, plain, view=View(1280, 720, type_size=HALL))
    colors = {piece.text: piece.color.name().upper() for piece in stage.caption._pieces}
    assert colors["0.69"] == colors["0.031"] == LIGHT.series["adam"].label


def test_the_start_is_dragged_along_the_floor(pointer_on):
    pointer = pointer_on(ADDRESS, max_steps=10)
    valley, figures = pointer.stage._valley, []
    pointer.press(valley.point(*pointer.params.start))
    for x in (-0.8, -0.2, 0.4, 0.9):
        pointer.move(valley.point(x, 0.5), shift=True)
        assert pointer.params.start == pytest.approx((x, x * x), abs=0.02)
        figures.append(pointer.stage._roses[0]._name.text)
    assert len(set(figures)) == 4
    pointer.release(valley.point(0.9, 0.5))
    assert pointer.stage.cancel_drag() is False


def test_a_double_click_requests_an_edit_of_the_start(pointer_on):
    pointer = pointer_on(ADDRESS, max_steps=10)
    pointer.double_click(pointer.stage._valley.point(*pointer.params.start))
    assert pointer.requested_fields == ["start"]


def test_one_cosine_is_given_if_both_places_coincide(texts_of):
    words = texts_of(ADDRESS, run(start=(0.5, 0.25)))
    assert words["caption"] == ["Mean cosine 0.031 at the start, which is (0.5, 0.25)."]
    assert words["caveat"] == ["Gradient norm there: 1."]


def test_two_cosines_near_one_are_given_together(texts_of):
    words = texts_of(ADDRESS, run(noise_std=0.01))
    assert words["caption"] == ["Mean cosine above 0.999 both at the start and at (0.5, 0.25)."]
