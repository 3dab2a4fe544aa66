"""A title that hides or shows what is below it."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from gui.style.icons import symbol


class Collapsible(QWidget):
    """Folded at first. Small enough to write: the ready-made one adds a seventh to the time of starting."""

    toggled = Signal(bool)

    def __init__(self, title: str, content: QWidget, color: str) -> None:
        super().__init__()
        self._button = QToolButton()
        self._button.setCheckable(True)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.toggled.connect(self._show)
        self.setFocusProxy(self._button)
        self._content = content
        self._color = color
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._button)
        layout.addWidget(content)
        content.hide()
        self.set_title(title)
        self.set_color(color)

    @property
    def title(self) -> str:
        """What the fold is called."""
        title: str = self._button.text()
        return title

    def set_title(self, title: str) -> None:
        """Call the fold something else."""
        self._button.setText(title)
        self._button.setAccessibleName(title)

    def set_color(self, color: str) -> None:
        """Draw the symbol in a color."""
        self._color = color
        side = round(0.8 * self.fontMetrics().height())
        self._button.setIconSize(QSize(side, side))
        self._button.setIcon(symbol("unfolded" if self.is_open() else "folded", QColor(color)))

    def is_open(self) -> bool:
        """Return whether the content is shown."""
        return self._button.isChecked()

    def open(self, *, wide: bool = True) -> None:
        """Show the content, or hide it."""
        self._button.setChecked(wide)

    @Slot(bool)
    def _show(self, shown: bool) -> None:  # noqa: FBT001  a slot
        self._content.setVisible(shown)
        self.set_color(self._color)
        self.toggled.emit(shown)
