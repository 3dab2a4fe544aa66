"""Activations: shares where one layer moves, the lead's where all do, and ranges of the loss."""

from dataclasses import replace

import numpy as np
import pytest
from changes import combined, with_params

from gui.picture.view import View
from gui.stages.nonlinearity.activation_words import lead_of, rival_of
from gui.style.theme import DESK, HALL

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
    ("caption", ", linear 44 %", with_band("nu", "linear", 0.44)),
    ("caption", "All: ReLU 66 %", with_band("stacked_nu", "relu", 0.66)),
    ("caption", "Measuring", with_band("stacked_nu", "relu", np.nan)),
    ("caption", "Measuring", with_band("nu", "linear", np.nan)),
    ("caption", "tanh 15 %", only("relu", "tanh")),
    ("caption", "where one layer moves", only("relu")),
    ("caption", "Linear: 0 %", only("linear")),
    ("caption", "One layer moving: tanh 15 %", only("linear", "tanh")),
    ("title", "What an activation bends", with_band("nu", "relu", 0.11)),
    ("title", "What an activation bends", with_band("stacked_nu", "relu", 0.09)),
    ("title", "What an activation bends", with_entry("dead", "relu", 1.0)),
    ("title", "What an activation bends", with_entry("stacked_dead", "relu", 1.0)),
    ("title", "What an activation bends", lambda result: replace(result, complete=False)),
    ("axis_title", "9 layers", lambda result: replace(result, depths=np.append(result.depths[:-1], 9.0))),
    ("title", ", 1.1 % where one does", with_band("nu", "relu", 0.011)),
    ("title", ", … where one does", with_band("nu", "relu", np.nan)),
    ("hero", "66 %", with_band("stacked_nu", "relu", 0.66)),
    ("hero", "…", with_band("stacked_nu", "relu", np.nan)),
    ("caveat", "ReLU 4.4, tanh", with_band("loss_range", "relu", 4.4)),
    ("caveat", ", tanh 1.1.", with_band("loss_range", "tanh", 1.1)),
    ("caveat", "ReLU ∞, tanh", with_band("loss_range", "relu", np.inf)),
    ("caveat", "Medians of 15 networks", with_band("loss_range", "tanh", np.nan)),
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
def test_the_picture_quotes_its_result(role, words, change, result_of, check_quote):
    result = result_of(ADDRESS)
    check_quote(ADDRESS, result, change(result), role, words)


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
    assert words["hero"] == ["74 %"]
    assert "where all layers move, 2.5 % where one does" in words["title"]
    assert words["caption"][0].startswith("One layer moving: ReLU ")
    assert "All: ReLU 7" in words["caption"][0]
    assert words["caveat"][0].startswith("15 networks, width 16 (all layers: 8). One layer, loss max ÷ min: ReLU ")
    assert "One layer of ReLU is nearly a parabola; all layers are not" in words["title"]
    names = {"ReLU, all layers", "ReLU, one layer", "tanh, one layer", "linear, one layer"}
    assert set(words["label"]) == names


@pytest.mark.parametrize(
    ("families", "lead", "rival"),
    [
        ("residual_linear,residual_relu", "residual_relu", "residual_linear"),
        ("linear,residual_linear", "residual_linear", "linear"),
        ("residual_linear,tanh,linear", "tanh", "linear"),
        ("residual_linear,tanh", "tanh", "residual_linear"),
        ("residual_linear,residual_relu,relu", "relu", "residual_relu"),
        ("linear", "linear", ""),
    ],
)
def test_networks_with_an_activation_come_before_linear_ones(families, lead, rival):
    assert lead_of(families.split(",")) == lead
    assert rival_of(families.split(",")) == rival


def points(dots):
    return dots.points.tolist()


def test_curves_are_the_medians_of_the_result(case, result_of, open_stage):
    result = result_of(ADDRESS, case)
    stage = open_stage(ADDRESS, result)
    for family in result.nu:
        dots = stage._share_plot._dots[family].points
        assert dots[:, 1].tolist() == result.nu[family][1].tolist()
    lead = "relu" if "relu" in result.nu else next(iter(result.nu))
    assert stage._stacked.points[:, 1].tolist() == result.stacked_nu[lead][1].tolist()


def test_stacked_shares_move_only_the_hollow_markers(result_of, open_stage):
    result = result_of(ADDRESS)
    one, other = open_stage(ADDRESS, result), open_stage(ADDRESS, with_band("stacked_nu", "relu", 0.5, 3)(result))
    assert points(one._stacked) != points(other._stacked)
    assert one._stacked._style.series.hollow
    for family in result.nu:
        assert points(one._share_plot._dots[family]) == points(other._share_plot._dots[family])


def test_the_cursor_follows_the_position(result_of, open_stage):
    result = result_of(ADDRESS)
    stage = open_stage(ADDRESS, result, 4.5)
    assert stage._ring.points[0] == pytest.approx([5.5, result.stacked_nu["relu"][1, 4:6].mean()])
    assert stage._share_plot._cursor.line().x1() == pytest.approx(stage._share_plot._plot.point(5.5, 0).x())
    assert stage._row._second.text == "ReLU, 5 layers"


def test_a_partial_result_without_stacked_shares_is_shown(result_of, texts_of):
    result = result_of(ADDRESS)
    unknown = {name: np.full_like(band, np.nan) for name, band in result.stacked_nu.items()}
    words = texts_of(ADDRESS, replace(result, complete=False, stacked_nu=unknown, stacked_loss_range=unknown))
    assert not any("all layers" in text for text in words["label"])
    assert words["caption"] == ["Measuring how far each activation bends the loss."]


@pytest.mark.parametrize("type_size", [HALL, DESK])
@pytest.mark.parametrize("size", [(1920, 1080), (640, 360)])
def test_every_curve_has_its_name_beside_its_end(size, type_size, result_of, open_stage):
    result = result_of(ADDRESS)
    stage = open_stage(ADDRESS, result, view=View(*size, type_size=type_size))
    plot = stage._share_plot
    ends = {family: float(bands[1, -1]) for family, bands in result.nu.items()}
    labels = {plot._names[family]: end for family, end in ends.items()}
    labels[stage._stacked_label] = float(result.stacked_nu["relu"][1, -1])
    by_end = sorted(labels, key=lambda label: -labels[label])
    assert [label.rect.top() for label in by_end] == sorted(label.rect.top() for label in labels)
    for label in labels:
        assert label.isVisible()
        assert (
            plot.rect.right() < label.rect.left() < label.rect.right() <= stage.view.width - 48 * stage.view.scale + 4
        )


def test_only_the_lead_has_bands(result_of, open_stage):
    plot = open_stage(ADDRESS, result_of(ADDRESS))._share_plot
    drawn = {family for family, band in plot._bands.items() if np.isfinite(band.outline).any()}
    assert drawn == {"relu"}


def test_of_many_families_the_last_are_listed_above(result_of, texts_of):
    words = texts_of(ADDRESS, result_of(ADDRESS, "activations"))
    assert len(words["label"]) == 4
    assert any(text.startswith("also ") for text in words["axis_title"])
