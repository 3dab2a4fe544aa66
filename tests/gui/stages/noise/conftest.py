"""A fixture that reads the points drawn in a plot."""

import pytest

from gui.plots.curve import Dots


@pytest.fixture
def drawn():
    """drawn(log_plot): its lines as lists of points; drawn(dots): their points."""

    def points(item):
        if isinstance(item, Dots):
            return item.points.tolist()
        return [line.tolist() for _, line in item._lines.lines]

    return points
