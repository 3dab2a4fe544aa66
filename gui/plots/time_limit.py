"""How long the window may paint at once: what takes longer is drawn in slices, between which events are handled."""

import time

SLICE_SECONDS = 0.008
"""Seconds of a slice, and seconds that all items of a picture have in a frame for what can be finished later."""
PAUSE_SECONDS = 0.001
"""Seconds between two slices: timers of several items are due together, before other events are handled."""


class TimeLimit:
    """The time that is left in a frame, or in a slice between two frames, for work that can be continued later."""

    def __init__(self) -> None:
        self._frame_end = self._slice_end = 0.0

    def begin_frame(self) -> None:
        """Begin a frame: from here its items have `SLICE_SECONDS` together."""
        self._frame_end = time.perf_counter() + SLICE_SECONDS

    def left_in_frame(self) -> float:
        """Return the seconds that are left in the frame, at least 0."""
        return max(self._frame_end - time.perf_counter(), 0.0)

    def slice_seconds(self) -> float:
        """Return the seconds for a slice: 0 directly after another slice, so that other events come first."""
        return SLICE_SECONDS if time.perf_counter() > self._slice_end + PAUSE_SECONDS else 0.0

    def end_slice(self) -> None:
        """End a slice."""
        self._slice_end = time.perf_counter()


TIME_LIMIT = TimeLimit()
"""That of the thread that paints."""
