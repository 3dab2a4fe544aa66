"""Settings and fixtures for all tests. Imports no Qt, so that core's tests run without it."""

import os
import signal

import pytest
from hypothesis import settings

# Set before any test creates the Qt application, which reads them.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
for name in ("QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(name, None)

# No deadlines: they fail at random on shared machines. CI tries the same examples in every run.
settings.register_profile("thalweg", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("thalweg")


@pytest.fixture
def repeatable():
    """Return a function that removes the measured values from a document of `data`."""

    def strip(document):
        results = {
            key: {name: part for name, part in summary.items() if name != "measured"}
            for key, summary in document["results"].items()
        }
        return document | {"results": results}

    return strip


def pytest_configure():
    """Restore the interrupt that a script ignores for what it starts in the background: processes inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
