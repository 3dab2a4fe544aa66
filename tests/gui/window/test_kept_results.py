"""A window shows a kept result like one that it has computed."""

import pytest

from core.cache import Cache, default_folder
from gui.window.main_window import MainWindow


@pytest.fixture
def texts(qtbot):
    """Return a function that opens a window on zigzag, waits for its picture, closes it and returns the texts of it."""

    def read(cache):
        window = MainWindow("conditioning/zigzag", cache=cache)
        window.show()
        panel = window.panel
        qtbot.waitUntil(lambda: panel.lane.request == 0 and panel.stage.result is not None)
        assert (panel.lane.notice, panel.lane.result.complete, panel.timeline.at_end) == ("", True, True)
        assert not panel.frame.progress.isVisible()
        found = [text.text for text in panel.stage.texts()]
        window.close_without_asking()
        window.deleteLater()
        return found

    return read


def test_a_second_window_shows_the_same_picture_without_a_run(texts, zigzag_runs):
    first, second = (texts(Cache(default_folder())) for _ in range(2))
    assert len(zigzag_runs) == 1
    assert len(default_folder().files()) == 1
    assert second == first
    assert any("10" in text for text in first)


def test_a_window_without_a_cache_computes(texts, zigzag_runs):
    texts(Cache(default_folder()))
    texts(None)
    assert len(zigzag_runs) == 2
