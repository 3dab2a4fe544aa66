"""Exporting a film never waits in the window until a frame to paint on is free."""

import threading
import time
from itertools import count

import pytest

from gui.export.encoder import Encoder
from gui.export.film import film
from gui.export.streams import Video
from gui.picture.view import View
from gui.stages import STAGES

ADDRESS = "conditioning/zigzag"


@pytest.fixture
def export(result_at, tmp_path):
    """Return a function that exports a film in which no picture repeats the one before."""

    def run():
        span = (0.0, 1.0)
        for _ in film(STAGES[ADDRESS], result_at(ADDRESS), View(160, 90), tmp_path / "film.mp4", 15, 4.0, span=span):
            pass

    return run


def test_an_error_while_all_frames_are_in_use_ends_the_film(export, monkeypatch):
    calls, converted = count(), Video.converted

    def fail_at_the_fifth(video, frame):
        if next(calls) == 4:
            time.sleep(0.2)  # until the next frame is painted and waits
            raise ZeroDivisionError
        return converted(video, frame)

    monkeypatch.setattr(Video, "converted", fail_at_the_fifth)
    with pytest.raises(ZeroDivisionError):
        export()
    assert "encoder" not in [thread.name for thread in threading.enumerate()]


def test_a_picture_is_painted_only_when_a_frame_is_free(export, monkeypatch):
    waits, converted, free_frame = [], Video.converted, Encoder.free_frame

    def convert_slowly(video, frame):
        time.sleep(0.02)
        return converted(video, frame)

    def watched(encoder):
        waits.append(not encoder.has_free_frame())
        return free_frame(encoder)

    monkeypatch.setattr(Video, "converted", convert_slowly)
    monkeypatch.setattr(Encoder, "free_frame", watched)
    export()
    assert len(waits) > 5
    assert not any(waits)
