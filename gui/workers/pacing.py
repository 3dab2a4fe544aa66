"""Whose turn it is, the window's to draw or the runs': soon after a change, else in turn with the run."""

import math
from dataclasses import dataclass
from enum import IntEnum

DELIVERY = 0.033
"""Seconds between deliveries of something to draw, at least: at most 30 a second, whatever runs report."""
REST = 0.01
"""Seconds for runs after something was drawn, until an ending or the first picture of another run."""
PATIENCE = 0.03
"""Further seconds that a picture waits that a newer request has overtaken: the first of that one is under way, and
would else come a whole picture later."""
SHARE = 3.0
"""Times as long as it takes to draw something of a run, at least, for runs, until more of it is drawn: they wait
meanwhile. At least: where what is new takes long, as of a path, waiting makes it more, and the window would stand."""


class News(IntEnum):
    """What there is to deliver, by how long it may wait."""

    MORE = 0
    """No picture, or another one of the run that is shown."""
    OVERTAKEN = 1
    """The first picture of what was asked for before something was drawn, and since then something newer was."""
    FIRST = 2
    """The first picture of what was asked for since something was drawn, or last; or the ending of that."""


@dataclass
class Pacing:
    """When something may be delivered. All times are `time.perf_counter`'s.

    `begin` and `drawn` say when a delivery of pictures began and when all of it was painted.
    """

    _due: float = 0.0
    _spare: float = 0.0
    _began: float | None = None
    _least: float = math.inf
    _number: int = 0

    def come(self, now: float, news: News) -> bool:
        """Return whether news may be delivered now."""
        wait = {News.FIRST: self._due, News.OVERTAKEN: self._due + PATIENCE, News.MORE: self._spare}
        return now >= wait[news]

    def first(self, number: int) -> bool:
        """Return whether nothing of the run with this number, or of a later one, has been drawn."""
        return number > self._number

    def begin(self, now: float, number: int | None) -> None:
        """Take note of a delivery, and of the newest run that it has a picture of."""
        self._spare = now + DELIVERY
        if number is not None:
            self._least = self._least if number == self._number else math.inf
            self._due, self._began, self._number = now + DELIVERY, now, number

    def drawn(self, now: float) -> bool:
        """Take note that everything delivered has been painted; return whether it had a picture."""
        if self._began is None:
            return False
        self._least = min(self._least, now - self._began)
        self._due = max(self._began + DELIVERY, now + REST)
        self._spare = max(self._due, now + SHARE * self._least)
        self._began = None
        return True
