"""The stack: shares against depth, cuts at the cursor's depth, and the texts."""

from dataclasses import replace

import numpy as np
import pytest
from changes import combined, with_params

from gui.picture.view import View
from gui.style.theme import HALL, LIGHT

ADDRESS = "nonlinearity/stack"
PLAIN, SKIPS = "linear", "residual_linear"


def with_share(family, value, index=-1):
    def change(result):
        nu = result.nu[family].copy()
        nu[1, index] = value
        return replace(result, nu={**result.nu, family: nu})

    return change


def with_entry(name, family, value):
    """A change of an entry at the largest depth, of its median if it has quartiles."""

    def change(result):
        values = getattr(result, name)[family].copy()
        values[(1, -1) if values.ndim == 2 else -1] = value
        return replace(result, **{name: {**getattr(result, name), family: values}})

    return change


def with_cut_share(family, value):
    return lambda result: replace(result, cut_nu={**result.cut_nu, family: np.full(len(result.depths), value)})


CHANGES = [
    ("default", "caption", "ν 44 %;", with_share(PLAIN, 0.44)),
    ("default", "caption", "with skips 5.5 %.", with_share(SKIPS, 0.055)),
    ("default", "caption", "Measuring", with_share(SKIPS, np.nan)),
    ("default", "caption", "20 layers", lambda result: replace(result, depths=np.append(result.depths[:-1], 20.0))),
    ("default", "hero", "44 %", with_share(PLAIN, 0.44)),
    ("default", "hero", "…", with_share(PLAIN, np.nan)),
    ("default", "hero", "0 %", with_share(PLAIN, 1e-31)),
    ("default", "hero", "< 0.001 %", with_share(PLAIN, 1e-6)),
    ("default", "title", "5.5 %", with_share(SKIPS, 0.055)),
    ("default", "axis_title", "shown network: 33 %", with_cut_share(PLAIN, 0.33)),
    ("default", "title", "misses 44 % (median)", with_share(PLAIN, 0.44)),
    ("default", "title", "does a parabola fit?", lambda result: replace(result, complete=False)),
    ("default", "title", "does a parabola fit?", with_entry("dead", PLAIN, 1.0)),
    ("default", "caveat", "Medians of 77 networks,", with_params(replicates=77)),
    ("default", "caveat", "Medians so far", lambda result: replace(result, complete=False)),
    ("default", "caveat", "width 77.", lambda result: replace(result, width=77)),
    ("default", "caveat", "s = 0.3.", with_params(branch_scale=0.3)),
    ("default", "caveat", "One network", with_params(replicates=1)),
    ("one family", "caption", "ν 33 %; 1 layer", with_share("tanh", 0.33)),
    ("one family", "caption", "1 layer: 22 %.", with_share("tanh", 0.22, index=0)),
    ("every family", "caption", "tanh 33 %", with_share("tanh", 0.33)),
    ("every family", "caveat", "Tanh saturates: mean slope 0.31", with_entry("mean_slope", "tanh", 0.31)),
    (
        "every family", "caveat", "max ÷ min: 1.5.",
        combined(with_entry("mean_slope", "tanh", 0.31), with_entry("loss_range", "tanh", 1.5)),
    ),
    (
        "every family", "caveat", "max ÷ min: ∞.",
        combined(with_entry("mean_slope", "tanh", 0.31), with_entry("loss_range", "tanh", np.inf)),
    ),
    ("every family", "caveat", "ReLU: 3 of 5 dead (loss 0 on the slice)", with_entry("dead", "relu", 3.0)),
    ("every family", "caveat", "ReLU: 1 of 5 dead (loss 0 on the slice)", with_entry("dead", "relu", 1.0)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "role", "words", "change"), CHANGES)
def test_the_stack_quotes_its_result(name, role, words, change, result_of, check_quote):
    result = result_of(ADDRESS, name)
    check_quote(ADDRESS, result, change(result), role, words)


def test_the_texts_at_the_defaults(result_of, texts_of):
    words = texts_of(ADDRESS, result_of(ADDRESS, replicates=50))
    assert words["caption"] == ["12 layers: ν 73 %; with skips 8.3 %."]
    assert words["caveat"] == ["Medians of 50 networks, width 8. Skips: h ← h + s φ(W h), s = 1/√L. Bands: quartiles."]
    assert words["hero"] == ["73 %"]
    assert "Stacked linear layers: the best parabola misses 73 % (median)" in words["title"]
    assert {"12 layers, plain", "12 layers, with skips"} <= set(words["label"])


def test_the_caption_of_a_run_in_progress_counts_networks_and_depths(result_of, texts_of):
    many, one = result_of(ADDRESS), with_share(PLAIN, np.nan)
    assert texts_of(ADDRESS, one(many))["caption"] == ["Measuring random networks of up to 12 layers."]
    alone = result_of(ADDRESS, "one of each")
    assert texts_of(ADDRESS, one(alone))["caption"] == ["Measuring a random network of 3 layers."]


def test_the_title_and_the_caption_are_about_the_same_depth(result_of, texts_of):
    most_elsewhere = with_share(PLAIN, 0.99, index=3)(result_of(ADDRESS))
    words = texts_of(ADDRESS, most_elsewhere)
    assert "Stacked linear layers: the best parabola misses 76 % (median)" in words["title"]
    assert words["caption"][0].startswith("12 layers: ν 76 %")


def test_a_title_too_long_for_the_hall_is_shortened(result_of, texts_of):
    result = result_of(ADDRESS, "one family", families="sigmoid")
    titles = texts_of(ADDRESS, with_share("sigmoid", 0.61)(result))["title"]
    assert "Stacked sigmoid layers: the best parabola misses 61 % (median)" in titles
    titles = texts_of(ADDRESS, with_share("sigmoid", 1e-6)(result))["title"]
    assert "Sigmoid layers: the best parabola misses < 0.001 % (median)" in titles


TITLES = [
    ("two entries", "Stack layers: does a parabola fit?"),
    ("one layer", "One layer of a linear network moves: the loss is a parabola"),
    ("near reach", "Stacked linear layers: the best parabola misses 0.0013 % (median)"),
    ("gaps", "Stacked linear layers: the best parabola misses 92 % (median)"),
    ("one family", "Stacked tanh layers: the best parabola misses 9.5 % (median)"),
]


@pytest.mark.parametrize(("name", "title"), TITLES)
def test_the_title_gives_the_result(name, title, result_of, texts_of):
    assert title in texts_of(ADDRESS, result_of(ADDRESS, name))["title"]


def test_the_title_says_near_a_parabola_only_if_every_share_is_small(result_of, texts_of):
    result = result_of(ADDRESS, "two entries")
    gapless = replace(result, depths=np.arange(1.0, len(result.depths) + 1.0))
    assert "Two free weights stay near a parabola" in texts_of(ADDRESS, gapless)["title"]
    (words,) = texts_of(ADDRESS, result)["caveat"]
    assert words == "f is at most quadratic in each weight, at any depth. Medians of 5 networks, width 4."
    far = with_share(PLAIN, 0.11)(result)
    assert "Stacked linear layers: the best parabola misses 11 % (median)" in texts_of(ADDRESS, far)["title"]


def test_the_caveat_compares_relu_with_linear(result_of, texts_of):
    result = result_of(ADDRESS, "gaps", families="linear,relu,residual_linear")
    assert texts_of(ADDRESS, result)["caveat"] == [
        "ReLU is no remedy here: ν 94 %, linear 92 %. Medians of 5 networks, width 8."
    ]
    same = replace(result, nu={**result.nu, "relu": result.nu["linear"]})
    assert texts_of(ADDRESS, same)["caveat"][0].startswith("ReLU stacks like linear:")
    less = with_share("relu", 0.1)(result)
    assert "ReLU" not in texts_of(ADDRESS, less)["caveat"][0]


def test_infinite_width_is_drawn_only_if_a_width_is_set(result_of, open_stage, texts_of):
    default, with_width = result_of(ADDRESS), result_of(ADDRESS, "wide")
    assert open_stage(ADDRESS, default)._share_plot._limits.lines == []
    lines = [line[:, 1].tolist() for _, line in open_stage(ADDRESS, with_width)._share_plot._limits.lines]
    assert lines == [limit.tolist() for limit in with_width.wide_limit.values()]
    assert "lines: infinitely wide layers" in texts_of(ADDRESS, with_width)["axis_title"]
    assert not any("infinitely wide" in text for text in texts_of(ADDRESS, default)["axis_title"])


def test_the_legend_of_infinite_width_follows_the_number_of_lines(result_of, texts_of):
    one = result_of(ADDRESS, "wide", families="linear,tanh")
    assert "line: infinitely wide layers" in texts_of(ADDRESS, one)["axis_title"]
    none = result_of(ADDRESS, "wide", depths="3")
    assert not any("infinitely wide" in text for text in texts_of(ADDRESS, none)["axis_title"])


def test_dots_are_medians_and_bands_quartiles(result_of, open_stage):
    result = result_of(ADDRESS)
    shares = open_stage(ADDRESS, result)._share_plot
    for family, quartiles in result.nu.items():
        assert shares._dots[family].points == pytest.approx(np.column_stack([result.depths, quartiles[1]]))
        outline = shares._bands[family].outline
        assert outline[: len(result.depths), 1] == pytest.approx(quartiles[2])
        assert outline[len(result.depths) :, 1][::-1] == pytest.approx(quartiles[0])


def test_the_cuts_are_at_the_depth_of_the_cursor(result_of, open_stage):
    result = result_of(ADDRESS)
    stage = open_stage(ADDRESS, result)
    for position in (0, 3, 11):
        stage.show(result, float(position))
        for cut, family in zip(stage._cuts, result.nu, strict=True):
            f, q = result.cut[family][position], result.quadratic[family][position]
            (_, shown), (_, dashed) = cut._lines.lines
            assert shown[:, 1] == pytest.approx((f - f.min()) / np.ptp(f))
            assert dashed[:, 1] == pytest.approx((q - f.min()) / np.ptp(f))
        assert stage._headings[0].text == ("1 layer, plain" if position == 0 else f"{position + 1} layers, plain")
        assert stage._share_plot._rings[PLAIN].points.tolist() == [[position + 1.0, result.nu[PLAIN][1, position]]]


def test_cuts_between_two_depths_are_interpolated(result_of, open_stage):
    result = result_of(ADDRESS)
    stage, cuts = open_stage(ADDRESS, result), []
    for position in (5.0, 5.5, 6.0):
        stage.show(result, position)
        cuts.append(stage._cuts[0]._lines.lines[0][1][:, 1])
    assert cuts[1] == pytest.approx((cuts[0] + cuts[2]) / 2)


def test_unknown_values_are_not_drawn(result_of, open_stage, painted):
    result = result_of(ADDRESS)
    unknown = {family: np.full_like(each, np.nan) for family, each in result.nu.items()}
    cuts = {family: np.full_like(each, np.nan) for family, each in result.cut.items()}
    partial = replace(
        result,
        complete=False,
        nu=unknown,
        cut=cuts,
        quadratic=cuts,
        cut_nu=dict.fromkeys(result.nu, np.full(12, np.nan)),
    )
    stage = open_stage(ADDRESS, partial)
    assert stage.title.text == "Stack layers: does a parabola fit?"
    assert not any(label.isVisible() for label in stage._share_plot._names.values())
    painted(stage)
    stage.show(result, 11.0)
    assert painted(stage) == painted(open_stage(ADDRESS, result))


def test_one_family_has_one_cut(result_of, open_stage):
    result = result_of(ADDRESS, "one family")
    stage = open_stage(ADDRESS, result)
    assert not stage._headings[1].isVisible()
    assert stage._cuts[0].rect.height() > 1.8 * open_stage(ADDRESS, result_of(ADDRESS))._cuts[0].rect.height()


def test_numbers_have_the_color_of_their_curve(result_of, open_stage):
    stage = open_stage(ADDRESS, result_of(ADDRESS, replicates=50), view=View(1280, 720, type_size=HALL))
    colors = {piece.text: piece.color.name().upper() for piece in stage.caption._pieces}
    assert colors["73 %"] == LIGHT.series["gradient_descent"].label
    assert colors["8.3 %"] == LIGHT.series["newton"].label


@pytest.mark.parametrize("view", [View(640, 360), View(640, 360, type_size=HALL), View(1280, 720)])
def test_the_share_on_a_cut_leaves_its_lower_half_to_the_curve(view, result_of, open_stage):
    stage = open_stage(ADDRESS, result_of(ADDRESS), view=view)
    for cut, label in zip(stage._cuts, stage._share_labels, strict=True):
        assert label.ink_rect.bottom() < cut.rect.top() + 0.62 * cut.rect.height()
        assert label.pixels > stage.text_size("label")
