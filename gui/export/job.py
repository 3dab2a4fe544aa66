"""A film exported from the window: one frame at each turn of the event loop, so that the window stays responsive."""

import logging
from collections.abc import Generator

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.files import FileError
from gui.export.film import FilmProgress
from gui.wording.text import tr, translated

log = logging.getLogger(__name__)


def error_text(error: OSError) -> str:
    """Return one sentence that says why a file could not be written."""
    return translated(error.message) if isinstance(error, FileError) else str(error)


class FilmJob(QObject):
    """Runs the generator of a film from the event loop; `name` is that of the file, for messages."""

    progressed = Signal(int, int)
    """The number of encoded frames, and of all frames."""
    ended = Signal(str)
    """The export has ended: "" on success, else one sentence that says why not."""
    cancelled = Signal()
    """The export was cancelled and has left no file."""

    def __init__(self, film: Generator[FilmProgress, None, None], name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._film, self._name = film, name
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._advance)
        self._timer.start()

    def cancel(self) -> None:
        """Stop the export without leaving a file."""
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
            self._end(error_text(error))
        except Exception as error:
            log.exception("the film failed")
            reason = f"{type(error).__name__}: {error}"
            self._end(tr("{name} was not exported: {reason}", name=self._name, reason=reason))
        else:
            self.progressed.emit(progress.done, progress.total)

    def _end(self, reason: str) -> None:
        self._timer.stop()
        self.ended.emit(reason)
