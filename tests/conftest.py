"""What every test runs under. Imports no Qt: core's tests also run where Qt is not installed."""

import os

import pytest
from hypothesis import settings

# Read by Qt when the application object is made, so before any test can make one.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
for name in ("QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(name, None)

# Shared machines make deadlines fail by chance; CI tries the same examples every time.
settings.register_profile("thalweg", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("thalweg")


@pytest.fixture
def repeatable():
    """repeatable(document): what `data` prints, without what was measured of this machine."""

    def strip(document):
        results = {
            key: {name: part for name, part in summary.items() if name != "measured"}
            for key, summary in document["results"].items()
        }
        return document | {"results": results}

    return strip
