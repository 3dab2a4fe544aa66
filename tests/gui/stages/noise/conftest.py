"""Stages of noise at the size of a small window."""

from contextlib import closing

import pytest

from gui.stage import View
from gui.stages import STAGES


@pytest.fixture
def open_stage():
    """open_stage(address, result, position, view): a stage that shows a result, at its end where nothing is said."""
    made = []

    def show(address, result, position=None, view=None):
        stage = STAGES[address](view or View(1280, 720))
        made.append(closing(stage))
        stage.show(result, float(result.length) if position is None else position)
        return stage

    yield show
    for each in made:
        each.__exit__(None, None, None)


@pytest.fixture
def said(open_stage):
    """said(address, result): the texts of its picture by role."""

    def read(address, result, position=None):
        stage = open_stage(address, result, position)
        texts = stage.texts()
        by_role = {role: [text.text for text in texts if text.role == role] for role in {t.role for t in texts}}
        return by_role | {"caption": [stage.caption.text], "caveat": [stage.caveat.text]}

    return read


@pytest.fixture
def drawn():
    """drawn(law): the lines of a plot of logarithms as lists of points, and drawn(dots): the points of dots."""

    def points(item):
        if hasattr(item, "_points"):
            return item._points.tolist()
        return [line.tolist() for _, line in item._lines._lines]

    return points
