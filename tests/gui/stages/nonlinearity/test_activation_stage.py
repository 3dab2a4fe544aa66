"""Activations: shares where one layer moves, the lead's where all do, and ranges of the loss."""

from dataclasses import replace

import numpy as np
import pytest
from changes import combined, with_params

from gui.picture.view import View
from gui.stages.nonlinearity.activation_words import lead_of, rival_of
from gui.style.theme import HALL

ADDRESS = "nonlinearity/activation"


def with_band(name, family, value, index=-1):
    def change(result):
        bands = getattr(result, name)
        band = bands[family].copy()
        band[1, index] = value
        return replace(result, **{name: {**bands, family: band}})

    return change


def with_entry(name, family, value):
    def change(result):
        values = getattr(result, name)[family].copy()
        values[-1] = value
        return replace(result, **{name: {**getattr(result, name), family: values}})

    return change


def only(*families):
    def change(result):
        names = ("nu", "nu_gradient", "loss_range", "dead", "stacked_nu", "stacked_loss_range", "stacked_dead")
        kept = {name: {each: getattr(result, name)[each] for each in families} for name in names}
        slopes = {name: {} for name in ("mean_slope", "stacked_mean_slope")}
        return replace(result, **kept, **slopes)

    return change


SATURATED = with_band("stacked_mean_slope", "tanh", 0.31)
CHANGES = [
    ("caption", "One layer moving: ReLU 1.1 %", with_band("nu", "relu", 0.011)),
    ("caption", ", tanh 44 %", with_band("nu", "tanh", 0.44)),
    ("caption", "All: ReLU 66 %", with_band("stacked_nu", "relu", 0.66)),
    ("caption", "Measuring", with_band("stacked_nu", "relu", np.nan)),
    ("caption", "Measuring", with_band("nu", "tanh", np.nan)),
    ("caption", "where one layer moves", only("linear", "relu")),
    ("caption", "Linear: 0 %", only("linear")),
    ("caption", "Tanh: 15 %", only("linear", "tanh")),
    ("title", "What an activation bends", with_band("nu", "relu", 0.11)),
    ("title", "What an activation bends", with_band("stacked_nu", "relu", 0.09)),
    ("title", "What an activation bends", with_entry("dead", "relu", 1.0)),
    ("title", "What an activation bends", with_entry("stacked_dead", "relu", 1.0)),
    ("title", "What an activation bends", lambda result: replace(result, complete=False)),
    ("title", "9 layers", lambda result: replace(result, depths=np.append(result.depths[:-1], 9.0))),
    ("hero", "1.1 % → ", with_band("nu", "relu", 0.011)),
    ("hero", "→ 66 %", with_band("stacked_nu", "relu", 0.66)),
    ("hero", "→ …", with_band("stacked_nu", "relu", np.nan)),
    ("axis_title", "→ 55 %", with_band("stacked_nu", "linear", 0.55)),
    ("caveat", "Tanh saturates, all layers: mean slope 0.31 of its largest,", SATURATED),
    (
        "caveat",
        "Its loss, all layers: median max ÷ min 77.",
        combined(SATURATED, with_band("stacked_loss_range", "tanh", 77.0)),
    ),
    (
        "caveat",
        "Tanh saturates, all layers: mean slope 0.039 of its largest, median loss max ÷ min 68.",
        combined(with_band("stacked_mean_slope", "tanh", 0.039), with_band("stacked_loss_range", "tanh", 68.0)),
    ),
    (
        "caveat",
        "Tanh, all layers: mean slope 0.039 of its largest, median loss max ÷ min 1.2 × 10⁹.",
        combined(with_band("stacked_mean_slope", "tanh", 0.039), with_band("stacked_loss_range", "tanh", 1.2e9)),
    ),
    (
        "caveat",
        "Its loss, all layers: max ÷ min 77.",
        combined(with_params(replicates=1), SATURATED, with_band("stacked_loss_range", "tanh", 77.0)),
    ),
    ("caveat", "max ÷ min ∞.", combined(SATURATED, with_band("stacked_loss_range", "tanh", np.inf))),
    ("caveat", "ReLU, all layers moving: 2 of 15 dead (loss 0)", with_entry("stacked_dead", "relu", 2.0)),
    ("caveat", "ReLU, one layer moving: 1 of 15 dead (loss 0)", with_entry("dead", "relu", 1.0)),
    (
        "caveat",
        "ReLU: 3 of 15 dead (loss 0) on both slices, counted as ν = 0.",
        combined(with_entry("dead", "relu", 3.0), with_entry("stacked_dead", "relu", 3.0)),
    ),
    (
        "caveat",
        "ReLU: 3 of 15 dead (loss 0, ν = 0) where one layer moves, 2 where all do.",
        combined(with_entry("dead", "relu", 3.0), with_entry("stacked_dead", "relu", 2.0)),
    ),
    ("caveat", "Medians so far", lambda result: replace(result, complete=False)),
]


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_picture_quotes_its_result(role, words, change, result_of, texts_of):
    result = result_of(ADDRESS)
    before, after = texts_of(ADDRESS, result)[role], texts_of(ADDRESS, change(result))[role]
    assert not any(words in text for text in before), before
    assert any(words in text for text in after), after


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("of 77 networks, width", with_params(replicates=77)),
        ("One network,", with_params(replicates=1)),
        ("width 77;", lambda result: replace(result, width=77)),
        ("move, 77.", lambda result: replace(result, stacked_width=77)),
    ],
)
def test_without_saturation_the_caveat_says_what_was_measured(words, change, result_of, texts_of):
    result = only("linear", "relu")(result_of(ADDRESS))
    assert not any(words in text for text in texts_of(ADDRESS, result)["caveat"])
    assert any(words in text for text in texts_of(ADDRESS, change(result))["caveat"])


def test_relu_always_has_two_numbers(result_of, texts_of):
    words = texts_of(ADDRESS, result_of(ADDRESS))
    (hero,) = words["hero"]
    assert hero.count("%") == 2
    assert words["caption"][0].startswith("One layer moving: ReLU ")
    assert "All: ReLU 7" in words["caption"][0]
    assert words["caveat"][0].startswith("Medians of 15 networks, width 16; where all layers move, 8.")
    assert "ReLU looks tame until all layers move" in words["title"]
    assert "ReLU where all layers move" in words["label"]


@pytest.mark.parametrize(
    ("families", "lead", "rival"),
    [
        ("residual_linear,residual_relu", "residual_relu", "residual_linear"),
        ("linear,residual_linear", "residual_linear", ""),
        ("residual_linear,tanh,linear", "tanh", "residual_linear"),
        ("residual_linear,residual_relu,relu", "relu", "residual_relu"),
        ("linear", "linear", ""),
    ],
)
def test_networks_with_an_activation_come_before_linear_ones(families, lead, rival):
    assert lead_of(families.split(",")) == lead
    assert rival_of(families.split(",")) == rival


def test_infinite_ranges_are_named_in_the_range_plot(result_of, open_stage):
    result = result_of(ADDRESS)
    assert not open_stage(ADDRESS, result)._range_plot._infinite_label.text
    for type_size in (HALL, View().type_size):
        infinite = with_band("loss_range", "relu", np.inf)(result)
        ranges = open_stage(ADDRESS, infinite, view=View(1280, 720, type_size=type_size))._range_plot
        assert ranges._infinite_label.isVisible()
        assert ranges._infinite_label.text.startswith("ReLU")
        assert "∞" in ranges._infinite_label.text
        assert ranges.rect.contains(ranges._infinite_label.rect)
        for medians in ranges._medians.values():
            for depth, median in zip(result.depths, medians, strict=True):
                assert not ranges._infinite_label.rect.contains(
                    ranges._log_plot.pixel(float(depth), float(min(median, 1e300)))
                )


def points(dots):
    return dots.points.tolist()


def test_curves_are_the_medians_of_the_result(case, result_of, open_stage):
    result = result_of(ADDRESS, case)
    stage = open_stage(ADDRESS, result)
    for family in result.nu:
        dots = stage._share_plot._dots[family].points
        assert dots[:, 1].tolist() == result.nu[family][1].tolist()
        ranges = stage._range_plot._dots[family].points
        assert 10.0 ** ranges[:, 1] == pytest.approx(result.loss_range[family][1])
    lead = "relu" if "relu" in result.nu else next(iter(result.nu))
    assert stage._stacked.points[:, 1].tolist() == result.stacked_nu[lead][1].tolist()


def test_stacked_shares_move_only_the_hollow_markers(result_of, open_stage):
    result = result_of(ADDRESS)
    one, other = open_stage(ADDRESS, result), open_stage(ADDRESS, with_band("stacked_nu", "relu", 0.5, 3)(result))
    assert points(one._stacked) != points(other._stacked)
    assert one._stacked._style.series.hollow
    for family in result.nu:
        assert points(one._share_plot._dots[family]) == points(other._share_plot._dots[family])
        assert points(one._range_plot._dots[family]) == points(other._range_plot._dots[family])


def test_the_cursors_follow_the_position_in_both_plots(result_of, open_stage):
    result = result_of(ADDRESS)
    stage = open_stage(ADDRESS, result, 4.5)
    assert stage._ring.points[0] == pytest.approx([5.5, result.stacked_nu["relu"][1, 4:6].mean()])
    for part, x in (
        (stage._share_plot, stage._share_plot.point(5.5, 0).x()),
        (stage._range_plot, stage._range_plot._log_plot.pixel(5.5, 1).x()),
    ):
        assert part._cursor.line().x1() == pytest.approx(x)
    assert stage._row._first.text == "ReLU, 5 layers"


def test_a_partial_result_without_stacked_shares_is_shown(result_of, texts_of):
    result = result_of(ADDRESS)
    unknown = {name: np.full_like(band, np.nan) for name, band in result.stacked_nu.items()}
    words = texts_of(ADDRESS, replace(result, complete=False, stacked_nu=unknown, stacked_loss_range=unknown))
    assert not any("all layers" in text for text in words["label"])
    assert words["caption"] == ["Measuring how far each activation bends the loss."]


@pytest.mark.parametrize("type_size", [HALL, View().type_size])
@pytest.mark.parametrize("size", [(1920, 1080), (1000, 616)])
def test_the_label_of_the_hollow_markers_covers_none_of_them(size, type_size, result_of, open_stage):
    result = result_of(ADDRESS)
    stage = open_stage(ADDRESS, result, view=View(*size, type_size=type_size))
    name, reach = stage._stacked_label.rect, stage.stroke_width("iterate") / 2
    for depth, median in zip(result.depths, result.stacked_nu["relu"][1], strict=True):
        at = stage._share_plot.point(float(depth), float(median))
        if name.left() - reach < at.x() < name.right() + reach:
            assert not name.top() - reach < at.y() < name.bottom() + reach
    assert stage._share_plot.rect.contains(name)


def test_the_label_of_the_hollow_markers_avoids_another_curve(result_of, open_stage):
    result = result_of(ADDRESS)
    free = open_stage(ADDRESS, result)
    name = free._stacked_label.rect.center()
    high = np.full_like(result.nu["tanh"], free._share_plot._plot.coordinates(name)[1])
    moved = open_stage(ADDRESS, replace(result, nu={**result.nu, "tanh": high}))
    assert moved._stacked_label.rect.center().x() < name.x() - 50
    assert moved._stacked_label.rect.left() > moved._share_plot.rect.left()
