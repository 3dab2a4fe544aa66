"""Depth: small dots of networks, large ones of medians, and a lane for those that do not arrive."""

from dataclasses import replace

import numpy as np
import pytest
from changes import combined, with_params

from core.obstacles.network.depth_claims import FAMILIES
from gui.picture.view import View
from gui.style.theme import HALL
from gui.wording.families import family_name

ADDRESS = "network/depth"
CASES = ("default", "one of each", "two steps", "deep", "every depth", "one family", "no skips", "vanishing")
CASE = "deep"


def with_steps(**steps):
    """A change of the steps of all networks of some families, by depth."""

    def change(result):
        each = {family: np.broadcast_to(values, (result.seeds, 4)).astype(float) for family, values in steps.items()}
        return replace(result, each_steps={**result.each_steps, **each})

    return change


def with_ratios(**ratios):
    """The same of the ratios of gradients."""

    def change(result):
        each = {family: np.broadcast_to(values, (result.seeds, 4)).astype(float) for family, values in ratios.items()}
        changed = replace(result, each_gradient_ratio={**result.each_gradient_ratio, **each})
        return with_params(depth_axis="gradient_ratio")(changed)

    return change


def only(*families):
    """A change to some of the families."""

    def change(result):
        names = ("each_steps", "each_rate", "each_gradient_ratio")
        kept = {name: {family: getattr(result, name)[family] for family in families} for name in names}
        return with_params(families=families)(replace(result, **kept))

    return change


DEFAULT = combined(
    with_steps(
        sigmoid=[24, 53, np.inf, np.inf],
        tanh=[17, 23, 36, 48],
        relu=[22, 31, 70, 103],
        residual_relu=[13, 14, 16, 20],
        residual_tanh=[13, 12, 10, 10],
    ),
    with_params(max_steps=400),
)
PARTIAL = combined(with_steps(sigmoid=[24, np.nan, np.nan, np.nan]), lambda result: replace(result, complete=False))
CHANGES = [
    ("hero", "> 400 → 20", with_steps(relu=[22, 31, 70, np.inf])),
    ("hero", "103 → > 400", with_steps(residual_relu=[13, 14, 16, np.inf])),
    ("hero", "… → 20", with_steps(relu=[22, 31, 70, np.nan])),
    ("hero", "48 → 10", only("tanh", "residual_tanh")),
    ("hero", "48 steps", only("tanh", "residual_relu")),
    ("hero", "1 step", combined(with_steps(tanh=[1, 1, 1, 1]), only("tanh"))),
    ("title", "skips save some of them", with_steps(residual_relu=[13, 14, 16, 60])),
    ("title", "Deeper networks need more steps: ReLU", with_steps(residual_relu=[13, 14, 16, 120])),
    ("title", "With skips, networks need fewer steps", with_steps(relu=[103, 31, 70, 103])),
    ("title", "What depth costs in steps", with_steps(relu=[103, 31, 70, 103], residual_relu=[1, 1, 1, 200])),
    ("caption", "16 layers: ReLU not in 400 steps, with skips 20;", with_steps(relu=[22, 31, 70, np.inf])),
    ("caption", "with skips not in 400; sigmoid", with_steps(residual_relu=[13, 14, 16, np.inf])),
    ("caption", "; sigmoid 99.", with_steps(sigmoid=[24, 53, 60, 99])),
    ("caption", "16 layers: ReLU 1 step, with", with_steps(relu=[22, 31, 70, 1])),
    ("caption", "16 layers: ReLU 103 steps, with skips 20.", only("relu", "residual_relu")),
    ("caption", "16 layers: sigmoid not in 400 steps, tanh 48 steps.", only("sigmoid", "tanh")),
    ("caption", "no kind of network is at loss 0.5 within 400 steps", with_steps(**dict.fromkeys(FAMILIES, np.inf))),
    ("caption", "Training the networks, one kind after the other.", PARTIAL),
    ("caveat", "tanh beats ReLU: 48 steps. First 30 digits", with_steps(residual_tanh=[13, 12, 10, 25])),
    ("caveat", "tanh beats ReLU: 48 steps. First 30 digits", only("tanh", "relu")),
    ("caveat", "First 20 digits, to loss 0.5,", with_params(digits=20)),
    ("caveat", "to loss 0.25, best of six rates.", with_params(target_loss=0.25)),
    ("axis_title", "steps to loss 0.25", with_params(target_loss=0.25)),
    ("axis_title", "Top strip: not within 99 steps", with_params(max_steps=99)),
    ("hero", "2 × 10⁻⁴", with_ratios(tanh=[1, 0.1, 0.01, 0.0002], sigmoid=1)),
    ("title", "Tanh: gradients vanish with depth", with_ratios(tanh=[1, 0.1, 0.01, 2e-4], sigmoid=1)),
    ("title", "Gradients of the first hidden layer, by depth", with_ratios(**dict.fromkeys(FAMILIES, 0.5))),
    ("caption", "16 layers, tanh: first gradient 2 × 10⁻⁴", with_ratios(tanh=[1, 0.1, 0.01, 2e-4], sigmoid=1)),
    ("caveat", "Norms of the gradients at the start, without biases. Medians of 3", with_ratios(tanh=1)),
]


@pytest.fixture
def result(result_of):
    return DEFAULT(result_of(ADDRESS, CASE))


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_picture_quotes_its_result(role, words, change, result, check_quote):
    check_quote(ADDRESS, result, change(result), role, words)


def test_depth_costs_and_skips_save(result, texts_of):
    words = texts_of(ADDRESS, result)
    assert words["hero"] == ["103 → 20"]
    assert "Deeper networks need more steps; skips save most of them" in words["title"]
    assert "steps with 16 hidden layers" in words["title"]
    assert words["caption"] == ["16 layers: ReLU 103 steps, with skips 20; sigmoid not in 400."]
    assert words["caveat"] == ["tanh beats ReLU: 48, with skips 10. First 30 digits, to loss 0.5, best of six rates."]
    assert "ReLU → ReLU + skips, medians of 3 seeds" in words["axis_title"]


def test_tanh_that_needs_as_many_steps_does_not_beat_relu(result, texts_of):
    changed = with_steps(tanh=[17, 23, 36, 103])(result)
    assert texts_of(ADDRESS, changed)["caveat"] == ["First 30 digits, to loss 0.5, best of six rates."]


def test_the_row_follows_the_position(result, texts_of):
    first, third = (texts_of(ADDRESS, result, position) for position in (0.0, 2.6))
    assert (first["hero"], third["hero"]) == (["22 → 13"], ["70 → 16"])
    assert "steps with 1 hidden layer" in first["title"]
    assert first["caption"] == third["caption"]


def points_of(dots):
    return dots.points[np.isfinite(dots.points[:, 1])]


def test_a_network_is_a_small_dot_and_a_median_a_large_one(result, open_stage):
    steps = np.array([[10.0, 20, 30, 40], [12, 22, 32, np.inf], [14, 29, 30, 41]])
    stage = open_stage(ADDRESS, replace(result, each_steps={**result.each_steps, "tanh": steps}))
    seeds, medians = stage._seeds["tanh"], stage._medians["tanh"]
    assert 10.0 ** points_of(seeds)[:, 1] == pytest.approx(steps.T[np.isfinite(steps.T)])
    assert 10.0 ** medians.points[:, 1] == pytest.approx([12, 22, 30, 41])
    assert seeds._style.dot < medians._style.dot
    assert np.unique(seeds.points[:, 0]) == pytest.approx(medians.points[:, 0])


def test_a_single_network_has_one_dot(result_of, open_stage):
    stage = open_stage(ADDRESS, result_of(ADDRESS, "every depth"))
    assert all(len(points_of(dots)) == 0 for dots in stage._seeds.values())
    assert len(points_of(stage._medians["residual_relu"])) > 0


def test_families_stand_side_by_side_around_their_depth(result, open_stage):
    stage = open_stage(ADDRESS, result)
    places = [stage._medians[family].points[:, 0] - np.log10(result.depths) for family in result.families]
    assert np.ptp(places, axis=1) == pytest.approx(0.0, abs=1e-12)
    assert (np.diff([each[0] for each in places]) > 0).all()
    assert sum(each[0] for each in places) == pytest.approx(0.0)
    one = open_stage(ADDRESS, only("tanh")(result))
    assert one._medians["tanh"].points[:, 0] == pytest.approx(np.log10(result.depths))


def test_each_network_that_does_not_arrive_is_a_cross_of_its_family_in_the_lane(result, open_stage):
    changed = with_steps(relu=[22, 31, 70, np.inf])(result)
    stage = open_stage(ADDRESS, changed)
    sigmoid, relu = (points_of(stage._crosses[family]) for family in ("sigmoid", "relu"))
    assert (len(sigmoid), len(relu), len(points_of(stage._crosses["tanh"]))) == (6, 3, 0)
    together = np.concatenate([sigmoid[3:], relu])[:, 0]
    assert together.mean() == pytest.approx(np.log10(16))
    assert (np.diff(together) > 0).all()
    assert (sigmoid[:, 1] > stage._values_top).all()
    assert all(stage._plot.rect.contains(stage._plot.plot.point(*point)) for point in sigmoid.tolist())
    style = stage._crosses["sigmoid"]._style.series
    assert (style.marker, style.stroke) == ("cross", stage.view.theme.series["sigmoid"].stroke)


def test_without_failures_and_with_gradients_there_is_no_lane(result, open_stage):
    arriving = with_steps(sigmoid=[24, 53, 60, 99])(result)
    for changed in (arriving, with_params(depth_axis="gradient_ratio")(result)):
        stage = open_stage(ADDRESS, changed)
        assert not stage._lane.line.isVisible()
        assert all(len(points_of(dots)) == 0 for dots in stage._crosses.values())


def test_many_crosses_stay_between_their_depths(result, open_stage):
    failing = {family: np.full((20, 4), np.inf) for family in FAMILIES}
    stage = open_stage(ADDRESS, replace(result, each_steps=failing))
    for family in FAMILIES:
        rows = stage._crosses[family].points[:, 0].reshape(4, 20)
        assert (np.abs(rows - np.log10(result.depths)[:, None]) < 0.5 * np.log10(2.0)).all()


def test_four_families_are_named_beside_their_last_medians_and_the_fifth_above(result, open_stage):
    for view in (View(1280, 720), View(1280, 720, type_size=HALL)):
        stage = open_stage(ADDRESS, result, view=view)
        named = [family for family, label in stage._names.items() if label.isVisible()]
        assert named == list(result.families[:4])
        for family in ("relu", "residual_relu"):
            at = stage._plot.pixel(16.0, float(result.steps[family][-1]))
            label = stage._names[family]
            assert label.rect.left() > stage._plot.rect.right()
            assert abs(label.rect.center().y() - at.y()) < 0.7 * label.pixels
        assert "also tanh + skips" in stage._plot.y_title.text
    assert stage._names["sigmoid"].rect.bottom() < stage._names["relu"].rect.top()


def test_the_axis_holds_all_values(case, result_of, open_stage):
    stage = open_stage(ADDRESS, result_of(ADDRESS, case))
    low, high = stage._plot.plot._range[1]
    left, right = stage._plot.plot._range[0]
    for dots in (*stage._seeds.values(), *stage._medians.values(), *stage._crosses.values()):
        known = points_of(dots)
        assert ((low < known[:, 1]) & (known[:, 1] < high)).all()
        assert ((left < known[:, 0]) & (known[:, 0] < right)).all()


def test_bands_are_the_quartiles_and_end_at_the_lane(result, open_stage):
    steps = np.array([[10.0, 20, 30, 40], [12, 22, 32, np.inf], [14, 29, 30, np.inf]])
    changed = replace(result, each_steps={**result.each_steps, "tanh": steps})
    stage = open_stage(ADDRESS, changed)
    outline, (low, high) = stage._bands["tanh"].outline, changed.quartiles("tanh")
    assert 10.0 ** outline[:3, 1] == pytest.approx(high[:3])
    assert outline[3, 1] == stage._values_top
    assert 10.0 ** outline[5:, 1][::-1] == pytest.approx(low[:3])


def test_dots_come_with_the_cursor_and_rings_mark_what_is_told(result, open_stage):
    stage = open_stage(ADDRESS, result, 1.5)
    middle = float(np.log10(result.depths[1:3]).mean())
    assert stage._cursor.line().x1() == pytest.approx(stage._plot.plot.point(middle, 0.0).x())
    assert (stage._medians["relu"].visible_count, stage._seeds["relu"].visible_count) == (2, 6)
    assert [stage.position_number(place) for place in (0, 3, 9)] == [1, 16, 16]
    ringed = {family for family, ring in stage._rings.items() if len(ring.points)}
    assert ringed == {"relu", "residual_relu"}
    assert 10.0 ** stage._rings["relu"].points[0, 1] == pytest.approx(31)
    gradients = open_stage(ADDRESS, with_ratios(sigmoid=[1, 0.1, 0.01, 1e-5])(result))
    assert {family for family, ring in gradients._rings.items() if len(ring.points)} == {"sigmoid"}


def test_a_family_has_one_name_and_one_color_in_all_pictures(result, open_stage):
    stage = open_stage(ADDRESS, result)
    for family in result.families[:4]:
        label = stage._names[family]
        assert label.text == family_name(family)
        assert stage._medians[family]._style.series == stage.view.theme.series[family]
