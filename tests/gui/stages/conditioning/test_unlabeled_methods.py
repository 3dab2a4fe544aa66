"""Methods whose curves have no label are listed in a line of text and drawn thinner."""

from contextlib import closing
from typing import get_args

import pytest

from core.obstacles.conditioning.params import Method
from gui.picture.unlabeled_methods import UNLABELED_WIDTH
from gui.picture.view import View
from gui.stages import STAGES
from gui.style.theme import HALL
from gui.wording.names import short_name

EVERY = ",".join(get_args(Method))
BOTH = ["conditioning/zigzag", "conditioning/law"]
LABELED = 4


def unlabeled_lines(stage):
    return [text.text for text in stage.texts() if text.text.startswith(("also ", "and "))]


def shown(address, result, view=None):
    return closing(showing(address, result, view or View()))


def showing(address, result, view):
    stage = STAGES[address](view)
    stage.show(result, result.length)
    return stage


@pytest.mark.parametrize("view", [View(), View(1280, 720, type_size=HALL)])
@pytest.mark.parametrize("address", BOTH)
def test_the_fifth_method_is_named_in_its_color(qapp, result_of, address, view):
    with shown(address, result_of(address), view) as stage:
        assert unlabeled_lines(stage) == ["also Nesterov"]
        also = stage._unlabeled if hasattr(stage, "_unlabeled") else stage._loss_plot._unlabeled
        colors = {piece.text: piece.color.name() for piece in also._label._pieces}
        assert colors["Nesterov"] == view.theme.series["nesterov"].label.lower()


@pytest.mark.parametrize("address", BOTH)
def test_every_method_is_named_or_counted(qapp, result_of, address):
    result = result_of(address, "every method")
    keys = EVERY.split(",")
    for view in (View(), View(1280, 720, type_size=HALL), View(1000, 616)):
        with shown(address, result, view) as stage:
            labels = {text.text for text in stage.texts() if text.role == "label"}
            (line,) = unlabeled_lines(stage)
            rest = keys[LABELED:]
            named = [key for key in rest if short_name(key, hall=view.hall) in line.replace(",", " ").split()]
            counted = int(line.split(" more")[0].split()[-1]) if "more" in line else 0
            assert len(named) + counted == len(rest), line
            for key in keys[:LABELED]:
                assert any(text.startswith(short_name(key, hall=view.hall)) for text in labels)


@pytest.mark.parametrize("address", BOTH)
def test_four_methods_need_no_line_of_unlabeled_methods(qapp, result_of, address):
    four = ",".join(EVERY.split(",")[:LABELED])
    with shown(address, result_of(address, "default", optimizers=four)) as stage:
        assert unlabeled_lines(stage) == []
    with shown(address, result_of(address)) as stage:  # the line disappears with fewer methods
        assert unlabeled_lines(stage)
        stage.show(result_of(address, "default", optimizers=four), 1.0)
        assert unlabeled_lines(stage) == []


@pytest.mark.parametrize("address", BOTH)
def test_curves_without_a_label_are_thinner(qapp, result_of, address):
    with shown(address, result_of(address)) as stage:
        styles = stage if hasattr(stage, "_style") else stage._loss_plot
        named, unnamed = styles._style("newton"), styles._style("nesterov")
        for width in ("line", "dense_dot", "dot"):
            assert getattr(unnamed, width) == UNLABELED_WIDTH * getattr(named, width)
