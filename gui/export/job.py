"""A film exported from the window: one picture at each turn of the event loop, so that everything else lives on."""

import logging
from collections.abc import Generator

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.files import FileError
from gui.export.film import FilmProgress
from gui.wording.text import translated

log = logging.getLogger(__name__)


def explained(error: OSError) -> str:
    """Return in one sentence why a file could not be written."""
    return translated(error.message) if isinstance(error, FileError) else str(error)


class FilmJob(QObject):
    """Drives a film's generator from the event loop."""

    progressed = Signal(int, int)
    """Pictures done, and how many there are."""
    ended = Signal(str)
    """Over: "" when the file is there, else why it is not, in one sentence."""
    cancelled = Signal()
    """Over: it was stopped, and no file is there."""

    def __init__(self, film: Generator[FilmProgress, None, None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._film = film
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._advance)
        self._timer.start()

    def cancel(self) -> None:
        """Stop; nothing is left behind under the target's name."""
        if self._timer.isActive():
            self._timer.stop()
            self._film.close()
            self.cancelled.emit()

    @Slot()
    def _advance(self) -> None:
        try:
            progress = next(self._film)
        except StopIteration:
            self._end("")
        except OSError as error:
            self._end(explained(error))
        except Exception as error:
            log.exception("the film failed")
            self._end(f"{type(error).__name__}: {error}")
        else:
            self.progressed.emit(progress.done, progress.total)

    def _end(self, reason: str) -> None:
        self._timer.stop()
        self.ended.emit(reason)
