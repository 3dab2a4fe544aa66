"""A section with a title button that shows or hides its content."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from gui.style.icons import symbol


class Collapsible(QWidget):
    """A collapsible section, collapsed at first. A library's widget adds a seventh to the start-up time."""

    toggled = Signal(bool)

    def __init__(self, title: str, content: QWidget, color: str) -> None:
        super().__init__()
        self._button = QToolButton()
        self._button.setCheckable(True)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.toggled.connect(self._set_content_visible)
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
        """The title of the section."""
        title: str = self._button.text()
        return title

    def set_title(self, title: str) -> None:
        """Set the title and the accessible name."""
        self._button.setText(title)
        self._button.setAccessibleName(title)

    def set_color(self, color: str) -> None:
        """Draw the icon in a color."""
        self._color = color
        side = round(0.8 * self.fontMetrics().height())
        self._button.setIconSize(QSize(side, side))
        self._button.setIcon(symbol("unfolded" if self.is_expanded() else "folded", QColor(color)))

    def is_expanded(self) -> bool:
        """Return whether the content is visible."""
        return self._button.isChecked()

    def set_expanded(self, *, expanded: bool = True) -> None:
        """Show or hide the content."""
        self._button.setChecked(expanded)

    @Slot(bool)
    def _set_content_visible(self, visible: bool) -> None:  # noqa: FBT001  a slot
        self._content.setVisible(visible)
        self.set_color(self._color)
        self.toggled.emit(visible)
