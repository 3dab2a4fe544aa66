"""Decides when results are delivered to the window, so that drawing and the runs share the processor."""

import math
from dataclasses import dataclass
from enum import IntEnum

DELIVERY_INTERVAL_S = 0.033
"""Least time between two deliveries: at most 30 a second, however often runs report."""
RUN_TIME_AFTER_DRAWING_S = 0.01
"""Least time for runs after a delivery was painted, before an ending or the first result of another run."""
SUPERSEDED_DELAY_S = 0.03
"""Extra delay of a result whose request was superseded. Drawn at once, it put off the newest request's result by one
drawing: that came 142 to 206 ms after a slider move at the heaviest parameters."""
RUN_TO_DRAW_RATIO = 3.0
"""Least time for runs between two results of the same run, as a multiple of the shortest time to draw one. Runs wait
during drawing: price took 39 s in the window without this share and 2.0 s with it, stack 9 s and 4.2 s."""


class Urgency(IntEnum):
    """How soon a reply should be delivered."""

    UPDATE = 0
    """A reply without a result, or with another result of the run that is shown."""
    SUPERSEDED = 1
    """The first result of a request made before the last painting and superseded since."""
    FIRST = 2
    """The first result of a request that is the latest or was made since the last painting; or the latest's ending."""


@dataclass
class Pacing:
    """The times from which replies of each urgency may be delivered.

    All times are values of `time.perf_counter`, in seconds. `start_delivery` and `finish_delivery`
    record when a delivery began and when everything in it was painted.
    """

    _first_due: float = 0.0
    _update_due: float = 0.0
    _delivery_start: float | None = None
    _min_draw_time: float = math.inf
    _newest_drawn: int = 0

    def should_deliver(self, now: float, urgency: Urgency) -> bool:
        """Return whether a reply of this urgency may be delivered now."""
        due = {
            Urgency.FIRST: self._first_due,
            Urgency.SUPERSEDED: self._first_due + SUPERSEDED_DELAY_S,
            Urgency.UPDATE: self._update_due,
        }
        return now >= due[urgency]

    def is_first_result(self, number: int) -> bool:
        """Return whether no result of the request with this number, or of a later one, has been delivered."""
        return number > self._newest_drawn

    def start_delivery(self, now: float, number: int | None) -> None:
        """Record the start of a delivery and the newest request number among its results (None without results)."""
        self._update_due = now + DELIVERY_INTERVAL_S
        if number is not None:
            self._min_draw_time = self._min_draw_time if number == self._newest_drawn else math.inf
            self._first_due, self._delivery_start, self._newest_drawn = now + DELIVERY_INTERVAL_S, now, number

    def finish_delivery(self, now: float) -> bool:
        """Record that everything delivered has been painted; return whether that included a result."""
        if self._delivery_start is None:
            return False
        # The shortest time counts: where drawing gets slower with every new point, waiting would add more points.
        self._min_draw_time = min(self._min_draw_time, now - self._delivery_start)
        self._first_due = max(self._delivery_start + DELIVERY_INTERVAL_S, now + RUN_TIME_AFTER_DRAWING_S)
        self._update_due = max(self._first_due, now + RUN_TO_DRAW_RATIO * self._min_draw_time)
        self._delivery_start = None
        return True
