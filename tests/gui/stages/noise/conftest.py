"""A fixture that reads the points drawn in a plot."""

import pytest


@pytest.fixture
def drawn():
    """drawn(log_plot): its lines as lists of points; drawn(dots): their points."""

    def points(item):
        if hasattr(item, "_points"):
            return item._points.tolist()
        return [line.tolist() for _, line in item._lines._lines]

    return points
