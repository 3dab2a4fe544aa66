"""Settings and fixtures for all tests. Imports no Qt, so that core's tests run without it."""

import os
import signal
from itertools import count

import pytest
from hypothesis import HealthCheck, settings

# Set before any test creates the Qt application, which reads them.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in the program; read when numpy is loaded
for name in ("QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(name, None)

# No deadlines and no check of the time to draw examples: they fail at random on shared machines. Every run tries the
# same examples, so that a test that passed passes again; `pytest --hypothesis-profile=random` tries others, and so does
# `make soak SEED=n`.
untimed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("random", untimed)
settings.register_profile("thalweg", untimed, derandomize=True)
settings.load_profile("thalweg")


_folders = count(1)


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch, tmp_path_factory):
    """Give every test, and the processes that it starts, an empty folder instead of the user's cache."""
    folder = tmp_path_factory.getbasetemp() / "caches" / str(next(_folders))
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_args, **_options: folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))


@pytest.fixture
def keep_short_runs(monkeypatch):
    """Let the cache keep the results of short runs, too, and while somebody edits the sources."""
    monkeypatch.setattr("core.cache.MIN_RUN_S", 0.0)
    monkeypatch.setattr("core.cache_key._STARTED", 4e9)


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
