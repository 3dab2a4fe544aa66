"""A note over the lower edge of the picture: the progress of a film, the outcome of an export, or a problem."""

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from gui.platform.file_manager import FileManager
from gui.platform.timer import single_shot
from gui.wording.text import tr

STAY_MS = 5_000
"""Milliseconds for which a note stays that asks for nothing."""


class Note(QFrame):
    """One line over the picture, which keeps its size. Only progress and problems stay until they are dismissed.

    A note stays while the pointer rests on it or its button has the focus.
    """

    cancelled = Signal()
    """The user cancelled what is in progress."""
    shown = Signal()
    """The note was shown or has another size: it needs to be placed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("note")
        self._path = Path()
        self._label = QLabel()
        # A file name may look like rich text.
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(120, 6)
        self._cancel, self._show_file, self._close = (
            QPushButton(text) for text in (tr("Cancel"), tr("Show in folder"), tr("Close"))
        )
        self._cancel.clicked.connect(self.cancelled)
        self._show_file.clicked.connect(self._open_folder)
        self._close.clicked.connect(self._dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 1, 2, 1)
        for widget in (self._label, self._bar, self._cancel, self._show_file, self._close):
            layout.addWidget(widget)
        self._file_manager = FileManager(self)
        self._file_manager.failed.connect(self.show_problem)
        self._timer = single_shot(self, self._leave, STAY_MS)
        self.hide()

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The buttons, of which at most one is visible."""
        return self._cancel, self._show_file, self._close

    @property
    def text(self) -> str:
        """The text of the note."""
        text: str = self._label.text()
        return text

    @property
    def done(self) -> int:
        """The number of parts of the progress that are done."""
        done: int = self._bar.value()
        return done

    def show_progress(self, text: str, done: int = 0, total: int = 0) -> None:
        """Show that `done` of `total` parts are done, until another note follows; of 0 parts none is known yet."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._show(text, self._bar, self._cancel)

    def show_saved(self, text: str, path: Path) -> None:
        """Show for a while that a file was saved; its path is in the tool tip."""
        self._path = path
        self._show(text, self._show_file, stay=False)
        self._label.setToolTip(str(path))

    def show_text(self, text: str) -> None:
        """Show a text for a while."""
        self._show(text, stay=False)

    @Slot(str)
    def show_problem(self, text: str) -> None:
        """Show a problem until it is dismissed."""
        self._show(text, self._close)

    def follow(self, widget: QWidget) -> None:
        """Come after a widget in the order of Tab."""
        for button in self.buttons:
            QWidget.setTabOrder(widget, button)

    def place(self, picture: QWidget, caption: QRect, *, above: bool) -> None:
        """Lie on the lower edge of the picture or above its caption, at its left, on as many lines as needed."""
        if self.isHidden():
            return
        area = picture.rect().adjusted(caption.left(), 0, -caption.left(), 0)
        if above:
            area.setBottom(caption.top() - 1)
        area.translate(picture.mapTo(self.window(), QPoint()))
        used = sum(each.sizeHint().width() for each in (self._bar, *self.buttons) if not each.isHidden())
        room = area.width() - used - 40
        # With word wrap a label asks for less than its text is wide.
        self._label.setFixedWidth(max(1, min(self._label.fontMetrics().horizontalAdvance(self.text) + 2, room)))
        self.adjustSize()
        self.move(area.left(), area.bottom() + 1 - self.height())
        self.raise_()

    def _show(self, text: str, *parts: QWidget, stay: bool = True) -> None:
        self._label.setText(text)
        self._label.setToolTip("")
        for each in (self._bar, *self.buttons):
            each.setVisible(each in parts)
        self._timer.stop()
        if not stay:
            self._timer.start()
        self.show()
        self.shown.emit()

    @Slot()
    def _leave(self) -> None:
        """Hide the note unless it is in use."""
        focused = QApplication.focusWidget()
        if self.underMouse() or (focused is not None and self.isAncestorOf(focused)):
            self._timer.start()
        else:
            self.hide()

    @Slot()
    def _open_folder(self) -> None:
        self._dismiss()
        self._file_manager.show(self._path)

    @Slot()
    def _dismiss(self) -> None:
        # Else the focus would go on to some other control, which keeps keys of the actions.
        self.window().setFocus()
        self.hide()
