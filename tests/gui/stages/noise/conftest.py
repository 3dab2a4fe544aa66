"""What is drawn in a plot of noise."""

import pytest


@pytest.fixture
def drawn():
    """drawn(law): the lines of a plot of logarithms as lists of points, and drawn(dots): the points of dots."""

    def points(item):
        if hasattr(item, "_points"):
            return item._points.tolist()
        return [line.tolist() for _, line in item._lines._lines]

    return points
